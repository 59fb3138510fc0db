import { UsageKind } from '../../facts/usage-fact.ts'
import type { UsageWriter } from '../usage-importer.ts'
import type { Entry } from './entry-line.ts'

/** A licence on a dongle, as a License entry lists it. */
export interface Licence {
  readonly host: string
  readonly serial: string
  readonly firmCode: string
  readonly productCode: string
  readonly text: string
  readonly quantity: number
}

export interface LicencesState {
  /** By server and number. */
  readonly listed: readonly (readonly [string, Licence])[]
  /** Capacities told so far, by product. */
  readonly told: readonly (readonly [string, number])[]
  readonly block: readonly string[] | null
  readonly blockAt: number
}

const mostLicences = 0x7fffffff

/** The licences of servers: lists come in blocks, and what the next block of a server leaves out is gone. */
export const createLicences = (writer: UsageWriter, state: LicencesState | undefined) => {
  const listed = new Map(state?.listed)
  const told = new Map(state?.told)
  /** Keys of the block under way. */
  let block: Set<string> | undefined = state?.block ? new Set(state.block) : undefined
  let blockAt = state?.blockAt ?? 0

  const endBlock = (): void => {
    if (!block) return
    const servers = new Set([...block].map((key) => (listed.get(key) as Licence).host))
    for (const [key, { host }] of listed) if (servers.has(host) && !block.has(key)) listed.delete(key)
    const sums = new Map<string, { licence: Licence; sum: number }>()
    for (const licence of listed.values()) {
      const product = productOf(licence)
      sums.set(product, { licence, sum: (sums.get(product)?.sum ?? 0) + licence.quantity })
    }
    for (const [product, { licence, sum }] of sums) {
      if (told.get(product) === sum) continue
      told.set(product, sum)
      writer.row(UsageKind.capacity, blockAt, 0, subjectOf(writer, licence, ''), Math.min(sum, mostLicences))
    }
    for (const [product, before] of told) {
      if (before === 0 || sums.has(product)) continue
      told.set(product, 0)
      const [host = '', serial = '', firmCode = '', productCode = '', text = ''] = product.split('\u0000')
      const gone = { host, serial, firmCode, productCode, text, quantity: 0 }
      writer.row(UsageKind.capacity, blockAt, 0, subjectOf(writer, gone, ''), 0)
    }
    block = undefined
  }

  return {
    /** @returns false where a field is missing or no number */
    list({ time, fields }: Entry): boolean {
      const id = fields.get('licenseid')
      const quantity = Number(fields.get('lq') ?? Number.NaN)
      if (id === undefined || !Number.isInteger(quantity) || quantity < 0 || quantity > mostLicences) return false
      const host = fields.get('server') ?? ''
      const key = `${host}\u0000${id}`
      const [serial, firmCode, productCode, text] = ['sn', 'fc', 'pc', 'pt'].map((name) => fields.get(name) ?? '')
      listed.set(key, {
        host,
        serial: serial as string,
        firmCode: firmCode as string,
        productCode: productCode as string,
        text: text as string,
        quantity,
      })
      block ??= new Set()
      block.add(key)
      blockAt = time
      return true
    },
    endBlock,
    get: (server: string, id: string): Licence | undefined => listed.get(`${server}\u0000${id}`),
    save: (): LicencesState => ({
      listed: [...listed],
      told: [...told],
      block: block ? [...block] : null,
      blockAt,
    }),
  }
}

export const productOf = ({ host, serial, firmCode, productCode, text }: Licence): string =>
  [host, serial, firmCode, productCode, text].join('\u0000')

/** @param user machine that uses it; empty for the licence itself */
export const subjectOf = (
  writer: UsageWriter,
  { host, serial, firmCode, productCode, text }: Licence,
  user: string,
): number =>
  writer.subject('dongle', {
    host,
    dongleType: 'CodeMeter',
    serial,
    vendorCode: firmCode,
    feature: text,
    featureCode: productCode,
    user,
  })

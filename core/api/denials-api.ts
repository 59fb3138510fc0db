import type { Api } from '../contract/contract.ts'
import type { Denial, DenialHolders } from '../contract/denials.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { Reader } from '../database/connection.ts'
import { dayColumns, daysWithin, type SourceDay } from '../database/day-table.ts'
import { vendorLicenceRenames } from '../database/rename-table.ts'
import { logSources, type SourceRow } from '../database/source-table.ts'
import { capacityUncounted, UseKind } from '../facts/derived-day.ts'
import { codeInWords } from '../query/denial-words.ts'
import { instantOfPoint, isoInZone } from '../query/periods.ts'
import { type PackedColumn, unpackColumn } from '../segments/column.ts'
import type { CoreContext } from './core-context.ts'

type DenialCalls = Pick<Api, Extract<keyof Api, `denials.${string}`>>

const day = 86_400

export const createDenialsApi = ({ database, dictionary }: CoreContext): DenialCalls => {
  const { holders, names, details } = dictionary

  /** The failed requests of one day, the latest first. */
  const denialsOf = async (
    reader: Reader,
    of: SourceDay,
    sources: ReadonlyMap<number, SourceRow>,
    renames: ReadonlyMap<string, string>,
  ): Promise<Denial[]> => {
    const source = sources.get(of.source)
    const use = await columnsOf(reader, of, 'use', ['time', 'kind', 'holder', 'detail'])
    if (!source || !use) return []
    const verdicts = await columnsOf(reader, of, 'verdict', ['row', 'source', 'daemon'])
    const grants = new Map<number, { readonly source: number; readonly daemon: number }>()
    verdicts?.row?.forEach((row, i) => {
      // 0 stands for the denial's own source.
      grants.set(row, { source: verdicts.source?.[i] || of.source, daemon: verdicts.daemon?.[i] as number })
    })
    const shown = (server: string, daemon: number): string => {
      const name = `${server};${names.daemon[daemon]}`
      return renames.get(name) ?? name
    }
    const found: Denial[] = []
    const { time, kind, holder, detail } = use as { readonly [name: string]: Int32Array }
    for (let row = time.length - 1; row >= 0; row--) {
      if (kind[row] !== UseKind.denied && kind[row] !== UseKind.unsupported) continue
      const who = holder[row] as number
      const daemon = holders.daemon[who] as number
      const grant = grants.get(row)
      const { reason, codes } = details[detail[row] as number] ?? { reason: '', codes: '' }
      const granted = grant && shown(sources.get(grant.source)?.server ?? '', grant.daemon)
      const explanation = codeInWords(codes)
      const isLocal = grant?.source === of.source && grant.daemon === daemon
      found.push({
        id: `${of.id}/${row}`,
        at: isoInZone(source.zone, of.start + (time[row] as number)),
        vendorLicence: shown(source.server, daemon),
        feature: names.feature[holders.feature[who] as number] as string,
        user: names.user[holders.user[who] as number] as string,
        host: names.host[holders.host[who] as number] as string,
        kind: kind[row] === UseKind.denied ? 'denied' : 'unsupported',
        verdict: grant ? (isLocal ? 'local' : 'forwarded') : 'true',
        ...(granted ? { grantedBy: granted } : {}),
        reason,
        codes,
        ...(explanation ? { explanation } : {}),
      })
    }
    return found
  }

  return {
    'denials.list': ({ verdict, text, from, to, after, count }) =>
      database.snapshot(async (reader) => {
        const sources = new Map((await logSources(reader)).map((source) => [source.id, source]))
        const renames = await vendorLicenceRenames(reader)
        const wanted = text.trim().toLowerCase()
        const fits = (one: Denial): boolean =>
          (verdict === 'all' || (verdict === 'true') === (one.verdict === 'true')) &&
          (wanted === '' ||
            [one.feature, one.user, one.host, one.vendorLicence, one.reason].some((word) =>
              word.toLowerCase().includes(wanted),
            ))
        const [afterDay, afterRow] = (after ?? '').split('/').map(Number)
        const days = (
          await daysWithin(
            reader,
            from ? (instantOfPoint('UTC', from) as number) - day : Number.MIN_SAFE_INTEGER,
            to ? (instantOfPoint('UTC', to) as number) + 2 * day : Number.MAX_SAFE_INTEGER,
          )
        ).toSorted((a, b) => b.start - a.start || b.id - a.id)
        const isWithin = ({ at }: Denial): boolean =>
          (from === undefined || at.slice(0, 10) >= from) && (to === undefined || at.slice(0, 10) <= to)
        const begin = after === undefined ? 0 : days.findIndex(({ id }) => id === afterDay)
        const denials: Denial[] = []
        for (const of of begin < 0 ? [] : days.slice(begin)) {
          for (const one of await denialsOf(reader, of, sources, renames)) {
            if (of.id === afterDay && Number(one.id.split('/')[1]) >= (afterRow as number)) continue
            if (!isWithin(one) || !fits(one)) continue
            if (denials.length === count) return { denials, next: (denials.at(-1) as Denial).id }
            denials.push(one)
          }
        }
        return { denials }
      }),

    'denials.holders': ({ id }) =>
      database.snapshot(async (reader): Promise<DenialHolders> => {
        const [dayId, row] = id.split('/').map(Number) as [number, number]
        const of = (await daysWithin(reader, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)).find(
          (one) => one.id === dayId,
        )
        const use = of && (await columnsOf(reader, of, 'use', ['time', 'kind', 'holder', 'change']))
        const source = (await logSources(reader)).find((one) => one.id === of?.source)
        const { time, kind, holder, change } = (use ?? {}) as { readonly [name: string]: Int32Array | undefined }
        if (!of || !source || !time || !kind || !holder || !change || time[row] === undefined)
          throw new ConsoleError('not-found', 'The day of this request was derived anew. Load the list again.')
        const series = holders.series[holder[row] as number] as number
        const held = new Map<number, { licences: number; since: number; isCarried: boolean }>()
        for (let i = 0; i < row; i++) {
          const who = holder[i] as number
          if (change[i] === 0 || holders.series[who] !== series) continue
          const before = held.get(who)
          const licences = (before?.licences ?? 0) + (change[i] as number)
          if (licences <= 0) held.delete(who)
          else if (before) before.licences = licences
          else held.set(who, { licences, since: time[i] as number, isCarried: kind[i] === UseKind.carry })
        }
        const steps = await columnsOf(reader, of, 'capacity', ['time', 'series', 'licences'])
        let capacity: number | undefined
        steps?.series?.forEach((one, i) => {
          if (one === series && (steps.time?.[i] as number) <= (time[row] as number)) capacity = steps.licences?.[i]
        })
        const vendorLicence = `${source.server};${names.daemon[holders.daemon[series] as number]}`
        return {
          at: isoInZone(source.zone, of.start + (time[row] as number)),
          vendorLicence: (await vendorLicenceRenames(reader)).get(vendorLicence) ?? vendorLicence,
          feature: names.feature[holders.feature[series] as number] as string,
          ...(capacity === undefined || capacity === -1
            ? {}
            : { capacity: capacity === capacityUncounted ? ('uncounted' as const) : capacity }),
          held: [...held.values()].reduce((sum, { licences }) => sum + licences, 0),
          holders: [...held]
            .map(([who, { licences, since, isCarried }]) => ({
              user: names.user[holders.user[who] as number] as string,
              host: names.host[holders.host[who] as number] as string,
              licences,
              ...(isCarried ? {} : { since: isoInZone(source.zone, of.start + since) }),
            }))
            .sort((a, b) => b.licences - a.licences || (a.user < b.user ? -1 : 1)),
        }
      }),
  }
}

const columnsOf = async (
  reader: Reader,
  { id }: SourceDay,
  kind: 'use' | 'verdict' | 'capacity',
  columns: readonly string[],
): Promise<{ readonly [name: string]: Int32Array } | undefined> => {
  const packed = (await dayColumns(reader, [id], kind, columns)).get(id)
  return packed && Object.fromEntries(columns.map((name) => [name, unpackColumn(packed[name] as PackedColumn)]))
}

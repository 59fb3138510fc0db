import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import type { PolledState } from './polled-snapshots.ts'
import { createPolledSnapshots } from './polled-snapshots.ts'
import { statedInstant } from './stated-instant.ts'

/** What a word of a listing stands for. */
export type DongleMeaning =
  | 'host'
  | 'serial'
  | 'vendor'
  | 'vendorCode'
  | 'feature'
  | 'featureCode'
  | 'total'
  | 'used'
  | 'free'
  /** One holder: a number, the machine's address or name, a person. */
  | 'handle'
  | 'client'
  | 'person'

export interface DongleWords {
  /** `CodeMeter`, the kind of dongle. */
  readonly dongleType: string
  /** Maker of all licences, where there is only one. */
  readonly vendor?: string
  /** Words in small letters, without blanks: `firmcode`. */
  readonly words: ReadonlyMap<string, DongleMeaning>
  /** Line with which the tool's output begins. */
  readonly banner: RegExp
  /** The tool says that nobody answered; group 1 is the machine, where it is named. */
  readonly failure: RegExp
}

interface Product {
  host: string
  serial: string
  vendor: string
  vendorCode: string
  feature: string
  featureCode: string
  total?: number
  used?: number
  free?: number
  holders: { client?: string; person?: string }[]
}

interface State {
  readonly polled: PolledState
  readonly lastHost: string
  readonly names: readonly (readonly [string, string])[]
}

const empty = (): Product => ({
  host: '',
  serial: '',
  vendor: '',
  vendorCode: '',
  feature: '',
  featureCode: '',
  holders: [],
})
const mostLicences = 0x7fffffff
const ofUsers = new Set<DongleMeaning>(['handle', 'client', 'person'])
const ofProducts = new Set<DongleMeaning>(['feature', 'featureCode', 'total', 'used', 'free'])
/** A dongle's number may stand behind its kind without a colon: `CmContainer 3-4471102`. */
const numbered =
  /^(CmContainer|CmStick|WibuBox|Keyman|Dongle)\s+(?:with\s+)?(?:serial\s+(?:number|no\.?)\s*:?\s*)?([\w-]*\d[\w-]*)\b/i
const withName = /^"?([^"(]*?)"?\s*\(\s*"?(.*?)"?\s*\)$/
const separator = /^[\s=*_#-]*$/

/** What the listings of dongles have in common: lines of `word: value`, with a product below its firm, its dongle and its machine. */
export const createDongleListing = (
  { dongleType, vendor = '', words, banner, failure }: DongleWords,
  writer: UsageWriter,
  resume: unknown,
  startDay: number | undefined,
): UsageReader => {
  const state = resume as State | undefined
  const polled = createPolledSnapshots(writer, state?.polled, startDay)
  let product = empty()
  let isBegun = false
  let looked = new Set<string>()
  /** Of the looks before: what answers no more does not say its name. */
  let lastHost = state?.lastHost ?? ''

  const looksAt = (host: string, isAnswered: boolean) => {
    const looks = polled.looks(host)
    if (looks && !looked.has(host)) {
      looked.add(host)
      looks.server(writer.subject('server', { server: host, manager: dongleType }), isAnswered)
      writer.server(host)
      lastHost = host
    }
    return looks
  }
  /** Names of firms and products by their codes: a look that leaves them out tells of the same ones. */
  const names = new Map(state?.names)
  const named = (code: string, name: string): string => {
    if (name !== '') names.set(code, name)
    return name === '' ? (names.get(code) ?? '') : name
  }
  /** Writes the product that was read, and begins one with these attributes of it. */
  const next = (kept: Partial<Product>): void => {
    const { host, serial, vendorCode, featureCode, holders, free } = product
    if (product.feature !== '' || featureCode !== '') {
      const looks = looksAt(host, true)
      const of = {
        host,
        dongleType,
        serial,
        vendor: vendorCode === '' ? product.vendor || vendor : named(vendorCode, product.vendor) || vendor,
        vendorCode,
        feature: featureCode === '' ? product.feature : named(`${vendorCode} ${featureCode}`, product.feature),
        featureCode,
      }
      const used =
        product.used ?? (product.total !== undefined && free !== undefined ? product.total - free : undefined)
      if (looks) {
        if (product.total !== undefined) polled.capacity(host, writer.subject('dongle', of), product.total)
        for (const { client, person } of holders)
          looks.holding(writer.subject('dongle', { ...of, user: client ?? person ?? '' }), 1)
        const others = (used ?? 0) - holders.length
        if (others > 0) looks.holding(writer.subject('dongle', of), others)
      }
    }
    product = { ...empty(), ...kept }
  }
  const close = (): void => {
    next({})
    polled.close()
    looked = new Set()
    isBegun = false
  }

  const holder = (meaning: 'handle' | 'client' | 'person', value: string): void => {
    const last = product.holders.at(-1)
    if (meaning === 'handle' || !last || last[meaning] !== undefined)
      product.holders.push(meaning === 'handle' ? {} : { [meaning]: value })
    else last[meaning] = value
  }

  /** @returns why the line was rejected */
  const take = (meaning: DongleMeaning, text: string): string | undefined => {
    const [, before, inBrackets] = withName.exec(text) ?? []
    const value = before || text.replace(/^"(.*)"$/, '$1')
    const { host, serial, vendorCode } = product
    switch (meaning) {
      case 'host':
        next({ host: value })
        looksAt(value, true)
        break
      case 'serial':
        next({ host, serial: value })
        break
      case 'vendorCode':
        next({ host, serial, vendorCode: value, vendor: inBrackets ?? '' })
        break
      case 'vendor':
        product.vendor = value
        break
      case 'featureCode':
      case 'feature':
        if (product[meaning] !== '') next({ host, serial, vendorCode, vendor: product.vendor })
        product[meaning] = value
        if (meaning === 'featureCode' && inBrackets) product.feature = inBrackets
        break
      case 'total':
      case 'used':
      case 'free': {
        const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
        if (!(number <= mostLicences)) return 'number'
        if (product.feature === '' && product.featureCode === '') return 'no-product'
        product[meaning] = number
        break
      }
      default:
        if (product.feature === '' && product.featureCode === '') return 'no-product'
        holder(meaning, value)
    }
    return undefined
  }

  const read = (text: string, lineNumber: number): string | undefined => {
    const parts = text.split(/[,;|\t]|\s{2,}/).map((part) => part.replace(/^[\s*+>-]+|\s+$/g, ''))
    const found = parts.flatMap((part): (readonly [DongleMeaning, string])[] => {
      const serial = numbered.exec(part)
      if (serial) return [['serial', serial[2] as string]]
      const [, word, value] = /^([A-Za-z][^:=]*?)\s*[:=]\s*(.*)$/.exec(part) ?? []
      const meaning = words.get((word ?? '').toLowerCase().replace(/[^a-z]/g, ''))
      return meaning && value ? [[meaning, value]] : []
    })
    if (found.length === 0) {
      if (!/^\s*[^:=]+[:=]/.test(text)) return 'not-understood'
      writer.ignored('other property')
      return undefined
    }
    if (polled.time() === undefined) {
      polled.refuse(lineNumber, text)
      return undefined
    }
    isBegun = true
    for (const [meaning, value] of found) {
      const reason = take(meaning, value)
      if (reason) return reason
    }
    const isOf = (meanings: ReadonlySet<DongleMeaning>): boolean => found.some(([meaning]) => meanings.has(meaning))
    if (isOf(ofUsers)) writer.used('user')
    else if (isOf(ofProducts)) writer.used('product')
    else writer.ignored('machine, dongle or firm')
    return undefined
  }

  return {
    line(text, lineNumber) {
      const stamp = statedInstant(text)
      if (stamp) {
        close()
        polled.stamp(stamp)
        writer.ignored('date')
        return
      }
      if (banner.test(text)) {
        if (isBegun) close()
        writer.ignored('head of the listing')
        return
      }
      if (separator.test(text) || /^\s*(?:copyright\b|version \d|all rights|listing\b)/i.test(text)) {
        writer.ignored('head of the listing')
        return
      }
      const failed = failure.exec(text)
      if (failed) {
        next({})
        if (!looksAt(failed[1] ?? lastHost, false)) polled.refuse(lineNumber, text)
        else writer.used('server that does not answer')
        return
      }
      const reason = read(text, lineNumber)
      if (reason) writer.reject(reason, lineNumber, text)
    },
    flush: polled.flush,
    finish() {
      next({})
      polled.finish()
      polled.flush()
    },
    get settled() {
      return !isBegun
    },
    save: (): State => ({ polled: polled.save(), lastHost, names: [...names] }),
  }
}

export const dongleListingRejections = {
  number: {
    title: 'Not a number of licences',
    explanation: 'A whole number was expected. The line was left out; the product above it counts without it.',
  },
  'no-product': {
    title: 'No product above it',
    explanation:
      'It tells of licences or users, and no product is named before it: the beginning of the listing is missing.',
  },
  'not-understood': {
    title: 'Not a line of this listing',
    explanation:
      'It is no `word: value` that is known. It was left out; where the tool writes another shape, use the generic licence events instead.',
  },
}

/** How well lines fit a listing: its tool must be named, and lines must tell of products. */
export const scoreOfListing = (lines: readonly string[], names: RegExp, product: RegExp) => {
  const isNamed = lines.some((line) => names.test(line))
  const products = lines.filter((line) => product.test(line)).length
  return {
    score: isNamed && products > 0 ? 0.8 : isNamed ? 0.3 : 0,
    reason: isNamed ? `its tool is named, and ${products} lines tell of products` : 'no tool of this kind is named',
  }
}

import { UsageKind } from '../../facts/usage-fact.ts'
import type { UsageWriter } from '../usage-importer.ts'
import { keptUrl, pageOfUrl, siteOfUrl } from './kept-url.ts'

/** Of a file, so many addresses are kept in full, and so many addresses by who asked for them; of those beyond, only the site. */
const addressesInFull = 30_000
const visitsInFull = 50_000
const cachedTexts = 100_000
/** Visitors, and addresses of theirs, that are looked up without asking the dictionary. */
const mostKnown = 500_000
/** A row holds no larger number. */
const largestNumber = 0x7fffffff

export interface ProxyRequests {
  /**
   * Adds a request. `time` is as in `UsageWriter.row`, `bytes` what was sent to the client. What a row cannot hold goes to further rows,
   * which count as no request. @returns false where `url` is no address
   */
  add(time: number, client: string, user: string, url: string, bytes: number): boolean
}

/** Requests to a proxy as rows. Addresses and people come again and again, so they are looked up by the log's own text. */
export const createProxyRequests = (writer: UsageWriter): ProxyRequests => {
  /** By machine, then by person. */
  let visitors = new Map<string, Map<string, Visitor>>()
  /** Number of an address by how the log writes it; 0 is none. */
  let written = new Map<string, number>()
  const numbers = new Map<string, number>()
  const addresses = ['']
  /** Number of the site of an address. */
  const siteNumbers: number[] = []
  let inFull = 0
  let known = 0

  const numberOf = (address: string): number => {
    const known = numbers.get(address)
    if (known !== undefined) return known
    const number = addresses.length
    addresses.push(address)
    numbers.set(address, number)
    return number
  }

  const readAddress = (text: string): number => {
    const kept = keptUrl(text)
    const page = kept === undefined ? undefined : pageOfUrl(kept)
    const isMore = page !== undefined && addresses.length > addressesInFull && !numbers.has(page)
    const number = page === undefined ? 0 : numberOf(isMore ? siteOfUrl(page) : page)
    // What only one address has would fill the map and never be looked up again.
    if (page !== kept) return number
    if (written.size >= cachedTexts) written = new Map()
    // A text cut out of a line would keep the line in memory.
    written.set(Buffer.from(text).toString(), number)
    return number
  }

  const remember = (): void => {
    if (known++ < mostKnown) return
    visitors = new Map()
    known = 0
  }

  const readVisitor = (client: string, user: string): Visitor => {
    remember()
    const visitor = { client, user, subjects: new Map() }
    const people = visitors.get(client)
    if (people) people.set(user, visitor)
    else visitors.set(client, new Map([[user, visitor]]))
    return visitor
  }

  const readSubject = ({ client, user, subjects }: Visitor, address: number): number => {
    const isMore = inFull >= visitsInFull
    if (isMore) siteNumbers[address] ??= numberOf(siteOfUrl(addresses[address] as string))
    const kept = isMore ? (siteNumbers[address] as number) : address
    let subject = subjects.get(kept)
    if (subject === undefined) {
      subject = writer.subjectOf('request', [client, user, addresses[kept] as string])
      inFull++
      remember()
      subjects.set(kept, subject)
    }
    if (kept !== address) {
      remember()
      subjects.set(address, subject)
    }
    return subject
  }

  return {
    add(time, client, user, url, bytes) {
      // What is behind it is not kept, and makes each address another one.
      const query = url.indexOf('?')
      const text = query < 0 ? url : url.slice(0, query)
      const address = written.get(text) ?? readAddress(text)
      if (address === 0) return false
      const visitor = visitors.get(client)?.get(user) ?? readVisitor(client, user)
      const subject = visitor.subjects.get(address) ?? readSubject(visitor, address)
      writer.row(UsageKind.stated, time, 0, subject, 1, 0, Math.min(bytes, largestNumber))
      for (let rest = bytes - largestNumber; rest > 0; rest -= largestNumber)
        writer.row(UsageKind.stated, time, 0, subject, 0, 0, Math.min(rest, largestNumber))
      return true
    },
  }
}

interface Visitor {
  readonly client: string
  readonly user: string
  /** By the number of the address. */
  readonly subjects: Map<number, number>
}

/** Largest size of an answer that is believed, in bytes: one petabyte. */
export const largestAnswer = 1e15

/** Seconds since 1970 that a log may hold: 1990 to 2100. */
export const isLogTime = (time: number): boolean => time >= 631_152_000 && time < 4_102_444_800

import type { LineDetail } from '../../facts/line-fact.ts'
import { type StatedDate, statedDateAndTime } from './stated-date.ts'

/** What stands behind `user@host` of an event line. */
export interface EventTail extends LineDetail {
  readonly count: number
  /** The count was told as `2->5`. */
  readonly isChange?: boolean
  /** `^^^ ... ^^^` of a verbose log. */
  readonly verbose?: VerboseTail
}

export interface VerboseTail {
  readonly version: string
  readonly user: string
  readonly handle: string
  /** Licences in existence, of this feature. */
  readonly outOf: number
  readonly stated: StatedDate | undefined
}

export interface EventText {
  readonly feature: string
  readonly user: string
  readonly host: string
  readonly tail: EventTail
}

export const noTail: EventTail = { count: 1, reason: '', codes: '', version: '', tail: '' }

/**
 * Reads what follows `OUT: `, `IN: ` … up to the end of the line, or says why it cannot.
 * The user may hold blanks; the host ends at the first blank after an `@` and begins after the last `@` before it.
 * `UPGRADE` alone tells a change of count, and always.
 */
export const parseEventText = (text: string, isUpgrade = false): EventText | { readonly rejected: RejectedEvent } => {
  let feature: string
  let rest: string
  let count: number | undefined
  if (text.startsWith('"')) {
    const quote = text.indexOf('"', 1)
    if (quote < 0) return { rejected: 'torn' }
    feature = text.slice(1, quote)
    rest = text.slice(quote + 1).trimStart()
  } else {
    // DENIED: 2 feature to user@host
    const numbered = /^(\d+) (\S+) to (.*)$/.exec(text)
    // DENIED: DOORS user@host  [telelogic]
    const bare = /^([^\s"@]+)\s+(?:to\s+)?(\S.*)$/.exec(text)
    if (numbered) {
      count = Number(numbered[1])
      feature = numbered[2] as string
      rest = numbered[3] as string
    } else if (bare) {
      feature = bare[1] as string
      rest = bare[2] as string
    } else return { rejected: 'torn' }
  }
  if (feature === '') return { rejected: 'torn' }
  // UNSUPPORTED: "feature" (PORT_AT_HOST_PLUS   ) user@host
  if (rest.startsWith('(')) {
    const close = rest.indexOf(')')
    const at = rest.indexOf('@')
    if (close > 0 && at > close) rest = rest.slice(close + 1).trimStart()
  }
  const firstAt = rest.indexOf('@')
  if (firstAt < 0) {
    const user = /^(\S+)\s*(.*)$/.exec(rest)
    if (count === undefined || !user) return { rejected: 'no-holder' }
    const tail = parseTail(user[2] as string)
    return 'rejected' in tail ? tail : { feature, user: user[1] as string, host: '', tail: { ...tail, count } }
  }
  const blank = rest.slice(firstAt).search(/[ \t]/)
  const end = blank < 0 ? rest.length : firstAt + blank
  const lastAt = rest.lastIndexOf('@', end - 1)
  const host = rest.slice(lastAt + 1, end)
  if (host === '') return { rejected: 'no-holder' }
  const tail = parseTail(rest.slice(end))
  if ('rejected' in tail) return tail
  const user = tail.verbose ? tail.verbose.user : rest.slice(0, lastAt)
  if (secondLine.test(text.slice(0, text.length - rest.length + end))) return { rejected: 'glued' }
  if (user === '' && !tail.verbose) return { rejected: 'no-holder' }
  if (isUpgrade !== (tail.isChange ?? false)) return { rejected: 'torn' }
  return { feature, user, host, tail: count === undefined ? tail : { ...tail, count } }
}

/** `… 8:12:01 (gearld) IN: …` before the host, its time whole or torn: the next line was written into this one. */
const secondLine = /(?:^|\D)\d{1,2}:\S+ \([\w.-]+\) /

export type RejectedEvent = 'torn' | 'glued' | 'no-holder'

/**
 * Reads the parts behind the host in any order:
 * `[MSCONE:NASTRAN]`, `(4 licenses)`, `(2->5 licenses)`, `"v2023.12"`, `(reason text. (-4,342:104 "text"))`, `(SHUTDOWN)`, `^^^ … ^^^`.
 */
export const parseTail = (text: string): EventTail | { readonly rejected: RejectedEvent } => {
  let rest = text.trim()
  if (rest === '') return noTail
  let { count, reason, codes, version, tail } = noTail
  let verbose: VerboseTail | undefined
  let isChange = false
  while (rest !== '') {
    if (rest.startsWith('(')) {
      const close = closingParenthesis(rest)
      if (close < 0) return { rejected: 'torn' }
      const inside = rest.slice(1, close).trim()
      const licences = /^(\d+->)?(\d+)(?: licenses?)?$/.exec(inside)
      if (licences) {
        isChange = licences[1] !== undefined
        count = Number(licences[2])
      } else if (reason !== '' || codes !== '') return { rejected: 'glued' }
      else ({ reason, codes } = splitReason(inside))
      rest = rest.slice(close + 1).trimStart()
    } else if (rest.startsWith('[')) {
      const close = rest.indexOf(']')
      if (close < 0) return { rejected: 'torn' }
      tail = rest.slice(1, close)
      rest = rest.slice(close + 1).trimStart()
    } else if (rest.startsWith('"')) {
      const close = rest.indexOf('"', 1)
      if (close < 0) return { rejected: 'torn' }
      version = rest.slice(1, close).replace(/^v/, '')
      rest = rest.slice(close + 1).trimStart()
    } else if (rest.startsWith('^^^')) {
      const parsed = /^\^\^\^ (.*) \^\^\^$/.exec(rest)
      if (parsed?.[1]?.includes('^^^')) return { rejected: 'glued' }
      verbose = parsed ? parseVerbose(parsed[1] as string) : undefined
      if (!verbose) return { rejected: 'torn' }
      version = verbose.version
      rest = ''
    } else return { rejected: 'glued' }
  }
  return { count, reason, codes, version, tail, ...(isChange ? { isChange } : {}), ...(verbose ? { verbose } : {}) }
}

const closingParenthesis = (text: string): number => {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')' && --depth === 0) return i
  }
  return -1
}

/** `Licensed number of users already reached. (-4,342:104 "text")` → the words, and `-4,342:104`. */
const splitReason = (inside: string): { reason: string; codes: string } => {
  const coded = /^(.*?)\s*\((-?\d+,-?\d+[^()]*?)\s*\)$/.exec(inside)
  if (!coded) return { reason: inside, codes: '' }
  const codes = (coded[2] as string).replace(/\s*"[^"]*"\s*/g, '').trim()
  return { reason: coded[1] as string, codes }
}

/** `ver user ip pid handle in_use out_of project flex_version flex_revision date time is_dup_group`; the user may hold blanks. */
const parseVerbose = (text: string): VerboseTail | undefined => {
  const words = text.trim().split(/\s+/)
  for (let i = 2; i + 4 < words.length; i++) {
    const isNumber = (k: number) => /^\d+$/.test(words[k] as string)
    if (
      !isNumber(i + 1) ||
      !isNumber(i + 3) ||
      !isNumber(i + 4) ||
      !/^[\w.:%-]*[.:][\w.:%-]*$/.test(words[i] as string)
    )
      continue
    const stated = statedDateAndTime(words.slice(i + 5).join(' '))
    return {
      version: (words[0] as string).replace(/^v/, ''),
      user: words.slice(1, i).join(' '),
      handle: words[i + 2] as string,
      outOf: Number(words[i + 4]),
      stated,
    }
  }
  return undefined
}

/** A handle's text as a number that is not 0: equal texts give equal numbers. */
export const handleNumber = (handle: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < handle.length; i++) h = Math.imul(h ^ handle.charCodeAt(i), 0x01000193)
  return h === 0 ? 1 : h | 0
}

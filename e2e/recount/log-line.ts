// One physical line of a FlexNet debug log: its bytes, its prefix, the dates it states, the event it tells.

import { isRealDay, type LocalDay } from './local-time.ts'

export type EventWord = 'OUT' | 'IN' | 'DENIED' | 'UNSUPPORTED' | 'UPGRADE' | 'QUEUED' | 'DEQUEUED'

export type LineEvent = {
  readonly word: EventWord
  readonly feature: string
  readonly user: string
  readonly host: string
  readonly count: number
  /** The old count of `(2->5 licenses)`. */
  readonly countBefore?: number
  readonly version?: string
  /** The reason in words: `SHUTDOWN`, `Licensed number of users already reached.` */
  readonly reason?: string
  /** `-4,342` or `-4,342:104` */
  readonly codes?: string
  readonly handle?: string
  readonly outOf?: number
  readonly stated?: Stated
}

/** What a line says about its date: a day, or a day and a time, or an instant. */
export type Stated = { readonly day?: LocalDay; readonly secondOfDay?: number; readonly instant?: number }

export type LogLine = {
  readonly number: number
  /** Undefined where only a datestamp with an offset stands in front. */
  readonly secondOfDay: number | undefined
  readonly daemon: string
  readonly text: string
  readonly stated?: Stated
  readonly event?: LineEvent
  readonly bannerHost?: string
}

export type Rejected = { readonly number: number; readonly reason: string; readonly text: string }

const MANAGERS = new Set(['lmgrd', 'lmadmin'])
export const isManager = (daemon: string): boolean => MANAGERS.has(daemon)

/** Splits at LF, drops a CR before it and a byte order mark; a line that is not UTF-8 is windows-1252. */
export function decodeLines(bytes: Uint8Array): string[] {
  const lines: string[] = []
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  while (start < bytes.length) {
    let end = bytes.indexOf(10, start)
    if (end === -1) end = bytes.length
    const piece = bytes.subarray(start, end)
    let text: string
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(piece)
    } catch {
      text = new TextDecoder('windows-1252').decode(piece)
    }
    lines.push(text.replace(/\r+$/, ''))
    start = end + 1
  }
  return lines
}

// `2024-03-05T08:15:50+01:00 (demo) text` | `2024-03-05T08:15:50Z  8:15:50 (demo) text` | ` 8:15:50 (demo) text`
const DATESTAMP = /^\s*(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(Z|[+-]\d\d(?::?\d\d)?)?(?=\s)/
const PREFIX = /^\s?(\d{1,2}):(\d\d):(\d\d) \(([\w.-]+)\)(.*)$/

/** Reads the physical lines of a file; what does not parse is given back with its reason. */
export function readLines(physical: readonly string[]): { lines: LogLine[]; rejected: Rejected[]; blank: number } {
  const lines: LogLine[] = []
  const rejected: Rejected[] = []
  let blank = 0
  for (let index = 0; index < physical.length; index++) {
    const number = index + 1
    const raw = physical[index]
    if (raw.trim() === '') {
      blank++
      continue
    }
    const head = readHead(raw)
    if (typeof head === 'string') {
      rejected.push({ number, reason: head, text: raw })
      continue
    }
    const { secondOfDay, daemon, datestamp } = head
    let { text } = head
    const word = /^(OUT|IN|DENIED|UNSUPPORTED|UPGRADE|QUEUED|DEQUEUED):/.exec(text)?.[1] as EventWord | undefined
    if (word && !isManager(daemon)) {
      // 15:02:10 (demo) OUT: pool-token mia@ws7  [EDITOR]
      // (3 licenses)
      let event: LineEvent | string = 'torn'
      if (index + 1 < physical.length && physical[index + 1].startsWith('(')) {
        const joined = `${text} ${physical[index + 1]}`
        event = readEvent(word, joined.slice(word.length + 1))
        if (typeof event !== 'string') {
          index++
          text = joined
        }
      }
      if (typeof event === 'string') event = readEvent(word, text.slice(word.length + 1))
      if (typeof event === 'string') {
        rejected.push({ number, reason: event, text: raw })
        continue
      }
      lines.push({ number, secondOfDay, daemon, text, event, stated: datestamp ?? event.stated })
      continue
    }
    const banner = isManager(daemon) ? readBanner(text) : undefined
    const stated = datestamp ?? banner?.stated ?? readStated(text)
    lines.push({ number, secondOfDay, daemon, text, stated, bannerHost: banner?.host })
  }
  return { lines, rejected, blank }
}

type Head = { secondOfDay: number | undefined; daemon: string; text: string; datestamp?: Stated }

function readHead(raw: string): Head | string {
  let rest = raw
  let datestamp: Stated | undefined
  let clockOfStamp: string | undefined
  const stamp = DATESTAMP.exec(raw)
  if (stamp) {
    const [, year, month, day, hour, minute, second, offset] = stamp
    const stampDay = { year: Number(year), month: Number(month), day: Number(day) }
    if (!isRealDay(stampDay) || secondOf(hour, minute, second) === undefined) return 'a time that is none'
    datestamp = { day: stampDay, secondOfDay: secondOf(hour, minute, second) }
    if (offset)
      datestamp = { instant: Date.UTC(+year, +month - 1, +day, +hour, +minute, +second) / 1000 - east(offset) }
    clockOfStamp = `${hour}:${minute}:${second}`
    rest = raw.slice(stamp[0].length).replace(/^\s+/, '')
    if (rest.startsWith('(')) rest = `${clockOfStamp} ${rest}`
    else clockOfStamp = undefined
  }
  const prefix = PREFIX.exec(rest)
  if (!prefix) {
    const clock = /^\s?(\d{1,2}):(\d\d):(\d\d)(?![\w:])/.exec(rest)
    if (clock && secondOf(clock[1], clock[2], clock[3]) !== undefined) return 'torn'
    return /^\s*\d+:/.test(rest) ? 'a time that is none' : 'no time'
  }
  const [, hour, minute, second, daemon, tail] = prefix
  const secondOfDay = secondOf(hour, minute, second)
  if (secondOfDay === undefined) return 'a time that is none'
  const text = tail.startsWith(' ') ? tail.slice(1) : tail
  // A datestamp with an offset and no clock of its own says the instant itself.
  const exact = datestamp?.instant !== undefined && clockOfStamp !== undefined
  return { secondOfDay: exact ? undefined : secondOfDay, daemon, text, datestamp }
}

function secondOf(hour: string, minute: string, second = '0'): number | undefined {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  return Number(hour) * 3600 + Number(minute) * 60 + Number(second)
}

function east(offset: string): number {
  if (offset === 'Z') return 0
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0')
  return (offset[0] === '-' ? -1 : 1) * (Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60)
}

// FlexNet Licensing (v11.19 build 1 x64) started on lic01.example.org (linux) (3/8/2026)
function readBanner(text: string): { host: string; stated: Stated } | undefined {
  const match = /\bstarted on (\S+) \(.*\) \((\d{1,2})\/(\d{1,2})\/(\d{4})\)\s*$/.exec(text)
  if (!match) return undefined
  const day = { year: Number(match[4]), month: Number(match[2]), day: Number(match[3]) }
  return isRealDay(day) ? { host: match[1], stated: { day } } : undefined
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

// TIMESTAMP 3/4/2024
// Server's System Date and Time: Mon Mar 04 2024 08:00:00 EST
// (@demo-SLOG@) Start-Date: Mon Mar 04 2024 08:00:01 W. Europe Standard Time
// (@demo-SLOG@) Time: Mon Mar 04 2024 12:00:01 W. Europe Standard Time
function readStated(text: string): Stated | undefined {
  const timestamp = /^TIMESTAMP (\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(text)
  if (timestamp) {
    const day = { year: Number(timestamp[3]), month: Number(timestamp[1]), day: Number(timestamp[2]) }
    return isRealDay(day) ? { day } : undefined
  }
  const lead = /^(?:Server's System Date and Time|\(@[^@]*SLOG@\) (?:Start-Date|Time)):\s+/.exec(text)
  if (!lead) return undefined
  const date = /^\w{3} (\w{3}) +(\d{1,2}) (\d{4}) +(\d{1,2}):(\d\d):(\d\d)\b/.exec(text.slice(lead[0].length))
  if (!date) return undefined
  const day = { year: Number(date[3]), month: MONTHS.indexOf(date[1]) + 1, day: Number(date[2]) }
  const secondOfDay = secondOf(date[4], date[5], date[6])
  return isRealDay(day) && secondOfDay !== undefined ? { day, secondOfDay } : undefined
}

/** `rest` is what follows `OUT:`. Gives the event, or the reason why it is none. */
function readEvent(word: EventWord, rest: string): LineEvent | string {
  const glued = / ?\d{1,2}:\d\d:\d\d \([\w.-]+\) (OUT|IN|DENIED|UNSUPPORTED|UPGRADE|QUEUED|DEQUEUED):/.test(rest)
  const torn = glued ? 'glued' : 'torn'
  if (glued) return torn
  const named = /^\s*(?:"([^"]+)"|([^\s"]+))\s+(.*)$/.exec(rest)
  if (!named) return torn
  const feature = named[1] ?? named[2]
  let after = named[3]
  // UNSUPPORTED: "product" (1A2B 3C4D 5E6F 7A8B ) user@host
  const key = /^\([^)]*\)\s*/.exec(after)
  if (key) after = after.slice(key[0].length)

  const at = after.indexOf('@')
  if (at === -1) return torn
  const blank = after.slice(at).search(/[ \t]/)
  const hostEnd = blank === -1 ? after.length : at + blank
  const lastAt = after.lastIndexOf('@', hostEnd - 1)
  const host = after.slice(lastAt + 1, hostEnd)
  const userBefore = after.slice(0, lastAt)
  const tail = readTail(after.slice(hostEnd).trim())
  if (!tail || host === '') return torn
  const user = tail.user ?? userBefore
  if (user === '') return torn
  if (word === 'UPGRADE' && tail.countBefore === undefined) return torn
  if (word !== 'UPGRADE' && tail.countBefore !== undefined) return torn
  return { word, feature, host, ...tail, user, count: tail.count ?? 1 }
}

type Tail = { -readonly [K in keyof LineEvent]?: LineEvent[K] }

// [POOL:SOLVER] (9 licenses) "v2024.1"(Reason in words. (-25,334:104 "text")) ^^^ ... ^^^
function readTail(whole: string): Tail | undefined {
  const tail: Tail = {}
  let rest = whole
  const verbose = /\^\^\^(.*)\^\^\^\s*$/.exec(rest)
  if (verbose) {
    // ver user ip pid handle in_use out_of project flex_version flex_revision date time is_dup_group
    const fields =
      /^\s*(\S+)\s+(.+?)\s+(\d+\.\d+\.\d+\.\d+|[\da-fA-F]*:[\da-fA-F:.]*(?:%\w+)?)\s+(\d+)\s+(\S+)\s+(\d+)\s+(\d+)(?:\s+(.*))?$/.exec(
        verbose[1],
      )
    if (!fields) return undefined
    tail.version = fields[1].replace(/^v/, '')
    tail.user = fields[2]
    tail.handle = fields[5]
    tail.outOf = Number(fields[7])
    const date = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\s+(\d{1,2}):(\d\d)(?::(\d\d))?\b/.exec(fields[8] ?? '')
    if (date) {
      const day = { year: Number(date[3]), month: Number(date[1]), day: Number(date[2]) }
      const secondOfDay = secondOf(date[4], date[5], date[6])
      if (isRealDay(day) && secondOfDay !== undefined) tail.stated = { day, secondOfDay }
    }
    rest = rest.slice(0, verbose.index).trim()
  } else if (rest.includes('^^^')) return undefined

  const group = /^\[[^\]]*\]\s*/.exec(rest)
  if (group) rest = rest.slice(group[0].length)
  const change = /^\((\d+)->(\d+)(?: licenses?)?\)\s*/.exec(rest)
  const count = (verbose ? /^\((\d+)(?: licenses?)?\)\s*/ : /^\((\d+) licenses?\)\s*/).exec(rest)
  if (change) {
    tail.countBefore = Number(change[1])
    tail.count = Number(change[2])
    rest = rest.slice(change[0].length)
  } else if (count) {
    tail.count = Number(count[1])
    rest = rest.slice(count[0].length)
  }
  const version = /^"v?([^"]*)"\s*/.exec(rest)
  if (version) {
    tail.version = version[1]
    rest = rest.slice(version[0].length)
  }
  rest = rest.trim()
  if (rest !== '') {
    if (!isOneParenthesis(rest)) return undefined
    const inside = rest.slice(1, -1).trim()
    const coded = /^(.*?)\s*\((-?\d+,-?\d+(?::-?\d+)?)\s*(?:"[^"]*")?\s*\)$/.exec(inside)
    tail.reason = coded ? coded[1] : inside
    if (coded) tail.codes = coded[2]
  }
  return tail
}

/** `(a (b) c)`, the first bracket closed by the last character. */
function isOneParenthesis(text: string): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++
    if (text[i] === ')') depth--
    if (depth === 0) return i === text.length - 1 && text[0] === '('
  }
  return false
}

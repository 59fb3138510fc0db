import { numberedHandle } from '../../facts/subject-rows.ts'
import { twoDigits } from '../observation/yearless-time.ts'

/** What the usual `OUT` and `IN` lines say, picked out without taking them apart; nearly all of a log are of this kind. */
export interface QuickRecord {
  /** Of `OUT`: where the words about the person begin, behind product, version and pool, and where the quote behind them stands. */
  personAt: number
  quoteAt: number
  /** Numbers made of the words before and behind `personAt`. */
  product: number
  person: number
  count: number
  /** Licences in use afterwards, reserved ones with them. */
  inUse: number
  /** As `numberedHandle` has it. */
  handle: number
  /** Of `OUT`: the handle that it shares. */
  share: number
  /** `mm/dd` as month * 100 + day. */
  date: number
  secondOfDay: number
}

export const createQuickRecord = (): QuickRecord => ({
  personAt: 0,
  quoteAt: 0,
  product: 0,
  person: 0,
  count: 0,
  inUse: 0,
  handle: 0,
  share: 0,
  date: 0,
  secondOfDay: 0,
})

/** Whether `"" "" ""` stands there. */
const isEmptyTriple = (line: string, at: number): boolean =>
  line.charCodeAt(at) === 34 &&
  line.charCodeAt(at + 1) === 34 &&
  line.charCodeAt(at + 3) === 34 &&
  line.charCodeAt(at + 4) === 34 &&
  line.charCodeAt(at + 6) === 34 &&
  line.charCodeAt(at + 7) === 34

/** Numbers for the words of `OUT product ver pool# user host "`, by which they are found again. @returns where the quote stands, or -1 */
const scanWords = (record: QuickRecord, line: string, end: number): number => {
  let at = 4
  let number = 0
  for (let blanks = 0; blanks < 3; at++) {
    const code = line.charCodeAt(at)
    if (code === 32) blanks++
    if (code === 34 || at >= end) return -1
    number = (Math.imul(number, 31) + code) | 0
  }
  record.product = number & 0x3fffffff
  record.personAt = at
  number = 0
  for (let code = line.charCodeAt(at); code !== 34; code = line.charCodeAt(++at)) {
    if (at >= end) return -1
    number = (Math.imul(number, 31) + code) | 0
  }
  record.person = number & 0x3fffffff
  record.quoteAt = at
  return at
}

/**
 * Reads `… "isv def" 1 3 0 2a4 2a4 17a14 "" "" "" 09/04 14:19:58` (`isOut`) or `… "isv def" 1 3 0 2a4 09/04 14:19:58` from the quote on.
 * False for any other form, which is then read field by field.
 */
export const scanQuick = (record: QuickRecord, line: string, isOut: boolean): boolean => {
  const end = line.length - 14
  if (
    line.charCodeAt(end + 2) !== 47 ||
    line.charCodeAt(end + 5) !== 32 ||
    line.charCodeAt(end + 8) !== 58 ||
    line.charCodeAt(end + 11) !== 58 ||
    (isOut && !isEmptyTriple(line, end - 9))
  )
    return false
  const quote = isOut ? scanWords(record, line, end) : line.indexOf('"', 7)
  const closing = quote < 0 ? -1 : line.indexOf('"', quote + 1)
  if (closing < 0 || closing >= end || line.charCodeAt(closing + 1) !== 32) return false
  let at = closing + 2
  let sum = 0
  for (let field = 0; field < 3; field++) {
    let value = 0
    const from = at
    for (;;) {
      const code = line.charCodeAt(at++)
      if (code === 32) break
      if (!(code >= 48 && code <= 57) || at - from > 9) return false
      value = value * 10 + code - 48
    }
    if (at - from < 2) return false
    if (field === 0) record.count = value
    else sum += value
  }
  const handleEnd = line.indexOf(' ', at)
  record.handle = numberedHandle(line, at, handleEnd)
  if (isOut) record.share = numberedHandle(line, handleEnd + 1, line.indexOf(' ', handleEnd + 1))
  else if (handleEnd + 1 !== end) return false
  if (record.handle === 0 || (isOut && record.share === 0)) return false
  record.inUse = sum
  const hour = twoDigits(line, end + 6)
  const minute = twoDigits(line, end + 9)
  const second = twoDigits(line, end + 12)
  record.date = twoDigits(line, end) * 100 + twoDigits(line, end + 3)
  record.secondOfDay = hour * 3600 + minute * 60 + second
  return record.count > 0 && hour < 24 && minute < 60 && second < 60 && record.date > 0
}

import { twoDigits } from '../yearless-time.ts'

/** What the usual `OUT` and `IN` lines say, picked out without taking them apart; nearly all of a log are of this kind. */
export interface QuickRecord {
  /** Of `OUT`: a number made of the words up to the host, behind which the quote begins. */
  words: number
  count: number
  /** Licences in use afterwards, reserved ones with them. */
  inUse: number
  handle: string
  /** Of `OUT`: the handle that it shares. */
  share: string
  /** `mm/dd` as month * 100 + day. */
  date: number
  secondOfDay: number
}

export const createQuickRecord = (): QuickRecord => ({
  words: 0,
  count: 0,
  inUse: 0,
  handle: '',
  share: '',
  date: 0,
  secondOfDay: 0,
})

/** The number that `scanQuick` makes of the words of a line from its fifth letter to the quote, which is the last one given. */
export const numberOfWords = (words: string): number => {
  let number = 0
  for (let at = 4; at < words.length - 1; at++) number = (Math.imul(number, 31) + words.charCodeAt(at)) | 0
  return number & 0x3fffffff
}

/** Whether `"" "" ""` stands there. */
const isEmptyTriple = (line: string, at: number): boolean =>
  line.charCodeAt(at) === 34 &&
  line.charCodeAt(at + 1) === 34 &&
  line.charCodeAt(at + 3) === 34 &&
  line.charCodeAt(at + 4) === 34 &&
  line.charCodeAt(at + 6) === 34 &&
  line.charCodeAt(at + 7) === 34

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
  let quote = 4
  if (isOut) {
    let words = 0
    for (let code = line.charCodeAt(quote); code !== 34; code = line.charCodeAt(++quote)) {
      words = (Math.imul(words, 31) + code) | 0
      if (quote >= end) return false
    }
    record.words = words & 0x3fffffff
  } else quote = line.indexOf('"', 7)
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
  record.handle = line.slice(at, handleEnd)
  if (isOut) record.share = line.slice(handleEnd + 1, line.indexOf(' ', handleEnd + 1))
  else if (handleEnd + 1 !== end) return false
  record.inUse = sum
  const hour = twoDigits(line, end + 6)
  const minute = twoDigits(line, end + 9)
  const second = twoDigits(line, end + 12)
  record.date = twoDigits(line, end) * 100 + twoDigits(line, end + 3)
  record.secondOfDay = hour * 3600 + minute * 60 + second
  return record.count > 0 && hour < 24 && minute < 60 && second < 60 && record.date > 0
}

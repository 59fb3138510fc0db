import { createProxyRequests, isLogTime, largestAnswer } from '../proxies/proxy-requests.ts'
import type { UsageReader, UsageWriter } from '../usage-importer.ts'
import { commonFields, extendedFields, looksCommon } from './line-forms.ts'

/** Why a line was rejected; undefined where it was used or ignored. */
type Outcome = string | undefined

/** Jan  2 08:14:00 proxy01 squid[812]: …, where the log goes through syslog. */
const syslogStart = /^[^"]{0,90}?\bsquid[^ ]{0,30}: (?=\d{9,10}[. ])/
const looksNative = /^\d{9,10}(?:\.\d{0,6})?\s/

export const createSquidReader = (writer: UsageWriter): UsageReader => {
  writer.clock('utc')
  const requests = createProxyRequests(writer)
  /** Names as people write them, by what the log has: `%5C` is a backslash. */
  const users = new Map<string, string>([['-', '']])

  const userOf = (written: string): string => {
    const known = users.get(written)
    if (known !== undefined) return known
    if (users.size > 20_000) users.clear()
    const name = written === '-' ? '' : decoded(written)
    users.set(written, name)
    return name
  }

  /** One request, whatever form its line had. */
  const request = (time: number, client: string, code: string, size: string, url: string, user: string): Outcome => {
    const bytes = size === '-' ? 0 : Number(size)
    if (!isLogTime(time)) return 'not-a-time'
    if (!(bytes >= 0 && bytes <= largestAnswer && Number.isInteger(bytes))) return 'not-a-size'
    const reason = unused(code, url)
    if (reason !== undefined) {
      writer.ignored(reason)
      return undefined
    }
    if (!requests.add(time, client, userOf(user), url, bytes)) return 'no-address'
    writer.used('request')
    return undefined
  }

  const otherForm = (text: string): Outcome => {
    const line = text.trim().replace(syslogStart, '')
    if (line === '') {
      writer.ignored('blank line')
      return undefined
    }
    const isNative = looksNative.test(line)
    const native = isNative ? extendedFields(line) : undefined
    if (native)
      return request(Number.parseFloat(line), native.client, native.code, native.bytes, native.url, native.user)
    const common = isNative ? undefined : commonFields(line)
    if (common) return request(common.time, common.client, common.code, common.bytes, common.url, common.user)
    return isNative || looksCommon.test(line) ? 'breaks-off' : 'not-a-request'
  }

  const fields = (line: string): Outcome => {
    // The form that Squid writes unless told otherwise, taken apart without a pattern: nearly all logs are nothing else.
    const afterTime = line.indexOf(' ')
    let at = afterTime
    while (line.charCodeAt(at) === blank) at++
    const afterElapsed = line.indexOf(' ', at)
    const afterClient = line.indexOf(' ', afterElapsed + 1)
    const afterCode = line.indexOf(' ', afterClient + 1)
    const afterBytes = line.indexOf(' ', afterCode + 1)
    const afterMethod = line.indexOf(' ', afterBytes + 1)
    const afterUrl = line.indexOf(' ', afterMethod + 1)
    const afterUser = line.indexOf(' ', afterUrl + 1)
    const isUsual =
      afterUser > afterUrl &&
      afterUrl > afterMethod &&
      afterMethod > afterBytes &&
      afterBytes > afterCode &&
      // TCP_…/200: other beginnings, refusals and `internal:` take the way of the other forms.
      line.charCodeAt(afterClient + 1) === letterT &&
      line.charCodeAt(afterClient + 5) !== letterD &&
      line.charCodeAt(afterCode - 4) === slash &&
      line.charCodeAt(afterCode - 3) !== digit4 &&
      line.charCodeAt(afterMethod + 1) !== letterI &&
      isUpperCase(line.charCodeAt(afterBytes + 1))
    if (!isUsual) return otherForm(line)
    const seconds = wholeNumber(line, 0, afterTime - 4)
    const milliseconds = wholeNumber(line, afterTime - 3, afterTime)
    const bytes = wholeNumber(line, afterCode + 1, afterBytes)
    if (seconds < 0 || milliseconds < 0 || bytes < 0 || line.charCodeAt(afterTime - 4) !== point) return otherForm(line)
    const time = seconds + milliseconds / 1000
    if (!isLogTime(time) || bytes > largestAnswer) return otherForm(line)
    const hasUser = line.charCodeAt(afterUrl + 1) !== dash || afterUser > afterUrl + 2
    const user = hasUser ? userOf(line.slice(afterUrl + 1, afterUser)) : ''
    const url = line.slice(afterMethod + 1, afterUrl)
    if (!requests.add(time, line.slice(afterElapsed + 1, afterClient), user, url, bytes)) return otherForm(line)
    writer.used('request')
    return undefined
  }

  return {
    line(line, lineNumber) {
      const reason = fields(line)
      if (reason !== undefined) writer.reject(reason, lineNumber, line)
    },
    save: () => null,
  }
}

const [blank, dash, point, slash, digit4, letterD, letterT, letterI] = Array.from(' -./4DTi', (c) => c.charCodeAt(0))
const isUpperCase = (code: number): boolean => code >= 65 && code <= 90

/** The digits from `start` to `end` as a number; -1 where there is anything else. */
const wholeNumber = (text: string, start: number, end: number): number => {
  if (end <= start || end - start > 15) return -1
  let number = 0
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

/** Why a request says nothing about the use of a site; undefined where it does. */
const unused = (code: string, url: string): string | undefined => {
  if (/^(?:TCP|NONE)_DENIED|\/407$/.test(code)) return 'refused by the proxy'
  if (code.startsWith('UDP_')) return 'question of another proxy'
  if (/^(?:-$|error:|NONE:)/.test(url)) return 'request that was none'
  if (/^(?:cache_object|internal):/.test(url)) return 'request to the proxy itself'
  return undefined
}

const decoded = (name: string): string => {
  if (!name.includes('%')) return name
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

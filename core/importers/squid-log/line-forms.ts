/** 1767312840.512    184 10.20.4.17 TCP_MISS/200 4410 GET http://… user HIER_DIRECT/198.51.100.7 text/html */
export interface NativeLine {
  readonly client: string
  readonly code: string
  readonly bytes: string
  readonly url: string
  readonly user: string
}

const nativeStart = /^\d{9,10}(?:\.\d{1,6})?\s+-?\d+\s+\S/
const resultCode = /^[A-Z]+(?:_[A-Z]+)*\/\d{3}$/
const method = /^[A-Z][A-Z0-9_-]*$/
const httpVersion = /^\d\.\d$/

export const isNativeLine = (line: string): boolean => nativeStart.test(line) && extendedFields(line) !== undefined

/**
 * Fields of a line with more columns than Squid's own form has, such as the client's port or the version of HTTP: result, method and address
 * are known by their shape, and the rest by where it stands to them.
 */
export const extendedFields = (line: string): NativeLine | undefined => {
  const words = line.split(/\s+/)
  let at = 3
  while (at < words.length && at < 8 && !resultCode.test(words[at] as string)) at++
  const code = words[at]
  const bytes = words[at + 1]
  const client = words[2]
  if (code === undefined || bytes === undefined || client === undefined || !resultCode.test(code)) return undefined
  let verb = at + 2
  while (verb < words.length && !method.test(words[verb] as string)) verb++
  const url = words[verb + 1]
  if (url === undefined) return undefined
  const next = words[verb + 2] ?? '-'
  const user = httpVersion.test(next) ? (words[verb + 3] ?? '-') : next
  return { client, code, bytes, url, user }
}

// 10.20.4.17 - k.osei [02/Jan/2026:08:14:00 +0100] "GET http://… HTTP/1.1" 200 4410 "referrer" "browser" TCP_MISS:HIER_DIRECT
const common =
  /^(\S+) \S+ (\S+) \[(\d{1,2})\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] "([A-Z]\S*) (\S+)(?: \S+)?" (\d{3}) (\S+)(.*)$/
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export const looksCommon = /^\S+ \S+ .{1,200}? \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:/

/** A web server writes this form too; a proxy's requests name the server. */
export const isCommonLine = (line: string): boolean => {
  const found = common.exec(line)
  return found !== null && (found[12] === 'CONNECT' || /^[a-z]+:\/\//.test(found[13] as string))
}

export interface CommonLine extends NativeLine {
  /** Seconds since 1970; NaN where the date is none. */
  readonly time: number
}

export const commonFields = (line: string): CommonLine | undefined => {
  const found = common.exec(line)
  if (!found) return undefined
  const [
    ,
    client,
    user,
    day,
    month,
    year,
    hour,
    minute,
    second,
    sign,
    zoneHours,
    zoneMinutes,
    ,
    url,
    status,
    bytes,
    rest,
  ] = found as unknown as string[]
  const number = months.indexOf(month as string)
  const date = new Date(Date.UTC(Number(year), number, Number(day)))
  const isDate = number >= 0 && date.getUTCDate() === Number(day) && Number(hour) < 24 && Number(minute) < 60
  const offset = (Number(zoneHours) * 3600 + Number(zoneMinutes) * 60) * (sign === '-' ? -1 : 1)
  const result = /([A-Z]+(?:_[A-Z]+)*):[A-Z_]+\s*$/.exec(rest as string)?.[1] ?? ''
  return {
    client: client as string,
    user: user as string,
    code: `${result}/${status}`,
    bytes: bytes as string,
    url: url as string,
    time: isDate
      ? date.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset
      : Number.NaN,
  }
}

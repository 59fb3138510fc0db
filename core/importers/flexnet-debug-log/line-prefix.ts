/** Where the parts of `17:41:06 (adskflex) OUT: …` stand; all offsets into the line's bytes. */
export interface LinePrefix {
  ok: 'yes' | 'none' | 'not-a-time'
  secondOfDay: number
  daemonStart: number
  daemonEnd: number
  messageStart: number
  /** A `-datestamp` prefix stood in front. */
  stamp: string | undefined
  /** It names UTC and stands in the place of the time: so the log's clock is UTC. */
  isUtc: boolean
}

export const createPrefix = (): LinePrefix => ({
  ok: 'none',
  secondOfDay: 0,
  daemonStart: 0,
  daemonEnd: 0,
  messageStart: 0,
  stamp: undefined,
  isUtc: false,
})

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57

/** Reads `H:MM:SS (daemon) ` into `prefix`. The hour is padded with a blank, a zero, or not at all. */
export const readPrefix = (bytes: Uint8Array, start: number, end: number, prefix: LinePrefix): void => {
  prefix.stamp = undefined
  prefix.isUtc = false
  let at = start
  // 2024-03-04T08:00:01Z 8:00:01 (daemon) …   or   2024-03-04T08:00:01Z (daemon) …
  if (end - start > 20 && bytes[start + 4] === 45 && bytes[start + 10] === 84 && isDigit(bytes[start])) {
    const text = latin1(bytes, start, Math.min(end, start + 32))
    const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?\s+/.exec(text)
    if (match) {
      prefix.stamp = match[1] as string
      at = start + match[0].length
      if (bytes[at] === 40) {
        prefix.isUtc = match[2] === 'Z'
        prefix.secondOfDay =
          Number(prefix.stamp.slice(11, 13)) * 3600 +
          Number(prefix.stamp.slice(14, 16)) * 60 +
          Number(prefix.stamp.slice(17, 19))
        readDaemon(bytes, at, end, prefix)
        return
      }
    }
  }
  if (bytes[at] === 32) at++
  let hour = 0
  let digits = 0
  while (digits < 2 && isDigit(bytes[at])) {
    hour = hour * 10 + (bytes[at++] as number) - 48
    digits++
  }
  if (digits === 0 || bytes[at] !== 58) {
    prefix.ok = 'none'
    return
  }
  const m1 = (bytes[at + 1] as number) - 48
  const m2 = (bytes[at + 2] as number) - 48
  const s1 = (bytes[at + 4] as number) - 48
  const s2 = (bytes[at + 5] as number) - 48
  const good =
    m1 >= 0 &&
    m1 < 6 &&
    m2 >= 0 &&
    m2 < 10 &&
    bytes[at + 3] === 58 &&
    s1 >= 0 &&
    s1 < 6 &&
    s2 >= 0 &&
    s2 < 10 &&
    hour < 24
  if (!good || at + 8 >= end || bytes[at + 6] !== 32) {
    // 12:49:3a9 (ugslmd) …: it has the shape of a line, but its time is none
    const text = latin1(bytes, start, Math.min(end, start + 80))
    prefix.ok = /^\s?\d{1,2}:\S+ \([\w.-]+\)/.test(text) ? 'not-a-time' : 'none'
    return
  }
  prefix.secondOfDay = hour * 3600 + (m1 * 10 + m2) * 60 + s1 * 10 + s2
  readDaemon(bytes, at + 7, end, prefix)
}

const readDaemon = (bytes: Uint8Array, open: number, end: number, prefix: LinePrefix): void => {
  prefix.ok = 'none'
  if (bytes[open] !== 40) return
  let at = open + 1
  while (at < end && bytes[at] !== 41 && bytes[at] !== 32) at++
  if (bytes[at] !== 41 || at === open + 1) return
  prefix.daemonStart = open + 1
  prefix.daemonEnd = at
  prefix.messageStart = at + 1 < end && bytes[at + 1] === 32 ? at + 2 : at + 1
  prefix.ok = 'yes'
}

/** Bytes as text one to one: for parts that are ASCII by their grammar. */
export const latin1 = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')

/** Whether `known` equals `bytes[start..end)`. */
export const sameBytes = (known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean => {
  if (known.length !== end - start) return false
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[start + i]) return false
  return true
}

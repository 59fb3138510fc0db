/**
 * Fields of a record, by blanks: `OUT hexa_solve 5.0 3 j.doe ws-7 "isv def" 1 ...`. What begins with a quote goes on to the quote that
 * a blank or the line's end follows; the quotes are left out. The array is filled anew for each line.
 */
export interface RecordFields {
  readonly texts: string[]
  /** How many there are; what is behind belongs to an earlier line. */
  count: number
  /** Position of the first field in quotes that does not stand for an empty user or host; -1: none. */
  quoted: number
  /** Where that field begins in the line. */
  quotedAt: number
}

export const createRecordFields = (): RecordFields => ({ texts: [], count: 0, quoted: -1, quotedAt: -1 })

/** @param from an empty text in quotes before this field is no `quoted`: it stands for a user or a host without a name */
export const readFields = (fields: RecordFields, line: string, from: number): void => {
  const { texts } = fields
  const { length } = line
  let count = 0
  let at = 0
  fields.quoted = -1
  fields.quotedAt = -1
  while (at < length) {
    const code = line.charCodeAt(at)
    if (code === 32 || code === 9 || code === 13) {
      at++
      continue
    }
    if (code === 34) {
      let end = line.indexOf('"', at + 1)
      while (end >= 0 && end + 1 < length && line.charCodeAt(end + 1) !== 32) end = line.indexOf('"', end + 1)
      if (end < 0) end = length
      if (fields.quoted < 0 && (count >= from || end > at + 1)) {
        fields.quoted = count
        fields.quotedAt = at
      }
      texts[count++] = line.slice(at + 1, end)
      at = end + 1
      continue
    }
    let end = line.indexOf(' ', at)
    if (end < 0) end = length
    texts[count++] = line.slice(at, end)
    at = end + 1
  }
  fields.count = count
}

/**
 * Puts the fields of a user whose name has blanks together, so that those behind stand where they belong. False: too few fields.
 * @param quoted where the first quoted field should be
 */
export const joinUser = (fields: RecordFields, user: number, quoted: number): boolean => {
  const over = fields.quoted - quoted
  if (over === 0) return true
  if (over < 0) return false
  const { texts } = fields
  texts[user] = texts.slice(user, user + over + 1).join(' ')
  texts.copyWithin(user + 1, user + over + 1, fields.count)
  fields.count -= over
  fields.quoted = quoted
  return true
}

/** A count of licences; NaN for anything else. */
export const wholeNumber = (text: string | undefined): number => {
  if (text === undefined || text.length === 0 || text.length > 9) return Number.NaN
  let value = 0
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** `state` of a checkout's subject, from its last field: a hexadecimal number that is not 0 says that it roams. */
export const stateOf = (field: string): '' | '1' => (field !== '0' && /^[\da-f]+$/i.test(field) ? '1' : '')

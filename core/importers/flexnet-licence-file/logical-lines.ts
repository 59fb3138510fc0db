/** One record, whatever number of lines it takes, without comments and continuations. */
export interface LogicalLine {
  /** 1-based. */
  readonly line: number
  readonly lastLine: number
  readonly text: string
  /** A quoted value was still open when something else began, or the file ended. */
  readonly isOpen: boolean
}

/** What begins a record wherever it stands, also behind a backslash that promised more of the one before. */
const record =
  /^\s*(?:FEATURE|INCREMENT)\s+\S+\s+\S+\s+\S+\s+(?:permanent|\d{1,2}-[a-z]{3}-\d{1,4})\s+(?:\d+|uncounted)(?:\s|$)/i
/** What begins a record where none is promised: an open quote ends there. */
const keyword = /^\s*(?:(?:FEATURE|INCREMENT|UPGRADE|PACKAGE)\s+\S+\s+\S|(?:SERVER|VENDOR|DAEMON)\s+\S|USE_SERVER\s*$)/i
/** Longer values are none: a quote that was never closed must not swallow the file. */
const mostCharacters = 200_000

/**
 * Puts lines together: a backslash at the end continues (a comment may stand behind it), a quoted value goes on until its quote closes,
 * a blank line ends a record. `#` begins a comment at the start of a line or behind a blank, outside quotes.
 */
export const logicalLines = (lines: readonly string[]): LogicalLine[] => {
  const found: LogicalLine[] = []
  let text = ''
  let first = 0
  let last = 0
  let inQuote = false
  let isContinued = false

  const end = (): void => {
    if (text.trim() !== '') found.push({ line: first, lastLine: last, text: text.trim(), isOpen: inQuote })
    text = ''
    inQuote = false
    isContinued = false
  }
  for (const [i, line] of lines.entries()) {
    const isUnderWay = text !== '' && (isContinued || inQuote)
    if (isUnderWay && (record.test(line) || (!isContinued && keyword.test(line)) || text.length > mostCharacters)) end()
    else if (!isUnderWay) end()
    else if (line.trim() === '' && !inQuote) {
      end()
      continue
    }
    // A comment line between two lines of a record says nothing of it.
    if (!inQuote && /^\s*#/.test(line)) continue
    const part = scan(line, inQuote)
    if (text === '') first = i + 1
    last = i + 1
    text += text === '' ? part.text : ` ${part.text.trimStart()}`
    inQuote = part.inQuote
    isContinued = part.isContinued
  }
  end()
  return found
}

/** One physical line: its text without comment and trailing backslash, and how it leaves off. */
const scan = (line: string, wasInQuote: boolean): { text: string; inQuote: boolean; isContinued: boolean } => {
  let inQuote = wasInQuote
  let end = line.length
  for (let i = 0; i < line.length; i++) {
    const c = line[i]
    if (c === '"') inQuote = !inQuote
    else if (c === '#' && !inQuote && (i === 0 || /[\s\\]/.test(line[i - 1] as string))) {
      end = i
      break
    }
  }
  const text = line.slice(0, end).trimEnd()
  return text.endsWith('\\')
    ? { text: text.slice(0, -1).trimEnd(), inQuote, isContinued: true }
    : { text, inQuote, isContinued: false }
}

export interface Token {
  /** Upper case; empty for a value without a key. */
  readonly key: string
  readonly value: string
  readonly hasValue: boolean
}

/** `INCREMENT a b 1.0 permanent 5 START=1-jan-2024 NOTICE="two words"` cut at blanks outside quotes. */
export const tokensOf = (text: string): Token[] =>
  Array.from(text.matchAll(/([A-Za-z_][\w.-]*)=("[^"]*"|[^\s"]*(?:"[^"]*")?[^\s"]*)|"([^"]*)"|\S+/g), (match) => {
    const [whole, key, value, quoted] = match
    if (key !== undefined) return { key: key.toUpperCase(), value: unquoted(value ?? ''), hasValue: true }
    return { key: '', value: quoted ?? whole, hasValue: false }
  })

const unquoted = (value: string): string => (/^".*"$/s.test(value) ? value.slice(1, -1) : value)

export interface MalformedLine {
  readonly line: number
  /** Why it says nothing, completing `Line 12 …`. */
  readonly reason: string
  readonly text: string
}

const longestLine = 1000

/** LF, CRLF or CR; a byte-order mark is no text; the end of the last line begins no further one. */
export const linesOf = (text: string): string[] => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** `MAP: Finance (Department)   # said of the group`: a `#` with blanks around it begins a comment; `Team #1` has none. */
export const withoutComment = (line: string): string => {
  const trimmed = line.trim()
  if (trimmed.startsWith('#')) return ''
  for (let at = trimmed.indexOf('#'); at >= 0; at = trimmed.indexOf('#', at + 1)) {
    const isAfterBlank = trimmed[at - 1] === ' ' || trimmed[at - 1] === '\t'
    const next = trimmed[at + 1]
    if (isAfterBlank && (next === undefined || next === ' ' || next === '\t')) return trimmed.slice(0, at).trim()
  }
  return trimmed
}

/** Why no map has such a line, completing `Line 12 …`. */
export const whyUnusable = (content: string): string | undefined => {
  if (content.length > longestLine) return `is ${content.length} characters long; ${longestLine} is the most`
  for (let at = 0; at < content.length; at++) {
    const code = content.charCodeAt(at)
    if ((code < 32 && code !== 9) || code === 127 || code === 0xfffd) return 'holds characters that no name has'
  }
  return undefined
}

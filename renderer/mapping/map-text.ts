/** Edits and places in the text of a map. Lines are counted from 1, as editors do. */

/** The line that an offset of the text stands in. */
export const lineOfOffset = (text: string, offset: number): number => {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

/** Where a line begins and ends, its line break apart; the last line where there are fewer. */
export const lineSpan = (text: string, line: number): { readonly from: number; readonly to: number } => {
  let from = 0
  for (let left = line - 1; left > 0; left--) {
    const at = text.indexOf('\n', from)
    if (at < 0) break
    from = at + 1
  }
  const to = text.indexOf('\n', from)
  return { from, to: to < 0 ? text.length : to - (text[to - 1] === '\r' ? 1 : 0) }
}

export interface GroupName {
  readonly group: string
  /** Empty: the group has no type. */
  readonly type: string
}

/** `MAP: Finance (Department)`, or without a type `MAP: Finance`. */
export const headerOf = ({ group, type }: GroupName): string => `MAP: ${group}${type === '' ? '' : ` (${type})`}`

const headerLine = /^\s*MAP\s*:/i
const defaultLine = /^\s*DEFAULT\s*:/i

/** `map : finance ( Department )` is a header of Finance of the type Department. */
const isHeaderOf = (line: string, group: GroupName): boolean => {
  const squeezed = (words: string) => words.toLowerCase().replace(/\s+/g, '')
  return headerLine.test(line) && squeezed(line) === squeezed(headerOf(group))
}

const countLineBreaks = (text: string): number => text.split('\n').length - 1

/**
 * Adds names to the group whose `MAP:` line is `line`, after the last name that stands there; a group that is not there yet
 * (`line` left out) comes to the end. @returns the text, and the line of the first name added
 */
export const withNames = (
  text: string,
  group: GroupName,
  line: number | undefined,
  names: readonly string[],
): { readonly text: string; readonly line: number } => {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  if (line === undefined) {
    const body = text.replace(/\s+$/, '')
    const before = body === '' ? '' : `${body}${eol}${eol}`
    const block = [headerOf(group), ...names].join(eol)
    return { text: `${before}${block}${eol}`, line: countLineBreaks(before) + 2 }
  }
  const lines = text.split('\n').map((each) => each.replace(/\r$/, ''))
  // The text may have moved on since the line was looked up.
  const isHeader = (at: number) => isHeaderOf(lines[at] ?? '', group)
  const header = isHeader(line - 1) ? line - 1 : lines.findIndex((_, at) => isHeader(at))
  if (header < 0) return withNames(text, group, undefined, names)
  let last = header
  for (let at = header + 1; at < lines.length; at++) {
    const here = lines[at]!
    if (headerLine.test(here) || defaultLine.test(here)) break
    if (here.trim() !== '' && !here.trim().startsWith('#')) last = at
  }
  const joined = [...lines.slice(0, last + 1), ...names, ...lines.slice(last + 1)].join(eol)
  return { text: joined, line: last + 2 }
}

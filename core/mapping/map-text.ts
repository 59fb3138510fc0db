import { linesOf, type MalformedLine, whyUnusable, withoutComment } from './map-lines.ts'

/** One `MAP:` group; several `MAP:` lines of the same name and type are one. */
export interface ParsedGroup {
  readonly name: string
  /** In brackets after the name; `undef` where there is none. */
  readonly type: string
  /** 1-based, of the first line that names it. */
  readonly line: number
}

export interface ParsedEntry {
  readonly line: number
  /** As written, trimmed. */
  readonly pattern: string
  /** Index into `groups`. */
  readonly group: number
  /** What names are held against, where it is not the pattern as written. */
  readonly match?: string
}

export interface ParsedDefault {
  readonly line: number
  readonly group: string
  /** Empty: every type that has no DEFAULT of its own. */
  readonly type: string
}

/** A user or host map, understood (semantics page, "Map files"). Comments stay in the text, which is what is stored. */
export interface ParsedMap {
  readonly lines: number
  readonly groups: readonly ParsedGroup[]
  /** In the order of the lines. */
  readonly entries: readonly ParsedEntry[]
  /** Every `MAP:` line that was understood. */
  readonly headings: readonly { readonly line: number; readonly group: number }[]
  readonly defaults: readonly ParsedDefault[]
  readonly malformed: readonly MalformedLine[]
}

export const noGroupType = 'undef'

/** Why the members below a heading belong nowhere, until the next one. */
type Orphans = string | undefined

/** @param hasBrackets whether `(…)` behind a group is a word of its own; else it is a part of the group's name */
export const parseMap = (text: string, hasBrackets = true): ParsedMap => {
  const groups: ParsedGroup[] = []
  const groupNumbers = new Map<string, number>()
  const entries: ParsedEntry[] = []
  const headings: { line: number; group: number }[] = []
  const defaults: ParsedDefault[] = []
  const malformed: MalformedLine[] = []
  let current = -1
  let orphans: Orphans = 'stands before the first MAP line, so it belongs to no group'
  const lines = linesOf(text)
  for (let at = 0; at < lines.length; at++) {
    const line = at + 1
    const content = withoutComment(lines[at] as string)
    if (content === '') continue
    const reject = (reason: string) => malformed.push({ line, reason, text: content.slice(0, 300) })
    const unusable = whyUnusable(content)
    if (unusable) {
      reject(unusable)
      continue
    }
    const heading = headingOf(content, hasBrackets)
    if (heading === undefined) {
      if (orphans === undefined) entries.push({ line, pattern: content, group: current })
      else reject(orphans)
      continue
    }
    if ('reason' in heading) {
      reject(heading.reason)
      if (heading.word === 'MAP') orphans = 'stands under a MAP line that was not understood'
      continue
    }
    if (heading.word === 'DEFAULT') {
      defaults.push({ line, group: heading.name, type: heading.type })
      orphans = 'stands under a DEFAULT line, which takes no members'
      continue
    }
    const type = heading.type || noGroupType
    const key = `${type}\u0000${heading.name}`
    const known = groupNumbers.get(key)
    current = known ?? groups.length
    if (known === undefined) {
      groupNumbers.set(key, current)
      groups.push({ name: heading.name, type, line })
    }
    headings.push({ line, group: current })
    orphans = undefined
  }
  return { lines: lines.length, groups, entries, headings, defaults, malformed }
}

type Word = 'MAP' | 'DEFAULT'
type Heading =
  | { readonly word: Word; readonly name: string; readonly type: string }
  | { readonly word: Word; readonly reason: string }

/** `MAP: Finance (Department)`, `DEFAULT: unmatched`; undefined for a member. */
const headingOf = (content: string, hasBrackets: boolean): Heading | undefined => {
  const match = /^(MAP|DEFAULT)(\s*:|\s+)/i.exec(content)
  if (!match) return undefined
  const word = (match[1] as string).toUpperCase() as Word
  const rest = content.slice(match[0].length).trim()
  if (!match[0].includes(':')) return { word, reason: `begins with ${word} and has no colon after it` }
  const open = hasBrackets && rest.endsWith(')') ? rest.lastIndexOf('(') : -1
  const name = (open < 0 ? rest : rest.slice(0, open)).trim()
  if (name === '') return { word, reason: `is a ${word} line that names no group` }
  return { word, name, type: open < 0 ? '' : rest.slice(open + 1, -1).trim() }
}

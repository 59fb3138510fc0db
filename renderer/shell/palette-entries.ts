import type { SearchHit } from '../../core/contract/application.ts'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import type { SavedView } from '../../core/contract/views.ts'

/** One line of the palette. `link` leads to a page; `action` names something that the frame does. */
export interface PaletteEntry {
  readonly id: string
  readonly group:
    | 'Pages'
    | 'Actions'
    | 'Saved views'
    | 'Data types'
    | 'Features'
    | 'Users'
    | 'Hosts'
    | 'Licences'
    | 'Imports'
    | 'Agents'
    | 'Agent groups'
    | 'Applications'
  readonly label: string
  readonly detail?: string
  /** Further words that find it. */
  readonly keywords?: string
  readonly link?: string
  readonly action?: string
}

const groupOf: { readonly [K in SearchHit['kind']]: PaletteEntry['group'] } = {
  type: 'Data types',
  feature: 'Features',
  user: 'Users',
  host: 'Hosts',
  'vendor-licence': 'Licences',
  import: 'Imports',
  agent: 'Agents',
  'agent-group': 'Agent groups',
  application: 'Applications',
}

export const entryOfType = ({ id, name, hasData }: DataTypeInfo): PaletteEntry => ({
  id: `type:${id}`,
  group: 'Data types',
  label: `${name} [${id}]`,
  detail: hasData ? undefined : 'No data yet',
  link: `/reports/${id}`,
})

export const entryOfView = ({ id, name, shape, isPinned }: SavedView): PaletteEntry => ({
  id: `view:${id}`,
  group: 'Saved views',
  label: name,
  detail: `Type ${shape.type}${isPinned ? ', pinned' : ''}`,
  keywords: 'saved view report',
  link: `/reports/${shape.type}?view=${encodeURIComponent(id)}`,
})

export const entryOfHit = ({ kind, label, detail, link }: SearchHit): PaletteEntry => ({
  id: `${kind}:${label}:${link}`,
  group: groupOf[kind],
  label,
  detail,
  link,
})

/**
 * How well a text answers what was typed; 0: not at all. Every typed word must occur: at the text's beginning, at the
 * beginning of a word, or inside. A number that is the whole of a bracketed one (`[51]`) beats everything.
 */
export const matchScore = (typed: string, text: string): number => {
  const query = typed.trim().toLowerCase()
  if (query === '') return 1
  const target = text.toLowerCase()
  if (target.includes(`[${query.replace(/^\[|\]$/g, '')}]`)) return 1000
  let score = 0
  for (const word of query.split(/\s+/)) {
    const at = target.indexOf(word)
    if (at < 0) return 0
    const atWordStart = at === 0 || /[^a-z0-9]/.test(target[at - 1]) || target.includes(` ${word}`)
    score += at === 0 ? 30 : atWordStart ? 20 : 5
  }
  if (target.startsWith(query)) score += 40
  else if (target.includes(query)) score += 15
  return score + Math.max(0, 10 - target.length / 10)
}

/** The entries that answer what was typed, best first, equal ones in the given order; at most `limit`. */
export const rankEntries = (typed: string, entries: readonly PaletteEntry[], limit: number): readonly PaletteEntry[] =>
  entries
    .map((entry, index) => {
      const own = matchScore(typed, entry.label)
      const score = own > 0 ? own : matchScore(typed, `${entry.label} ${entry.keywords ?? ''}`) / 4
      return { entry, index, score: entry.detail === 'No data yet' ? score * 0.9 : score }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, limit)
    .map(({ entry }) => entry)

/** In the order of the first entry of each group, so that the best answer's group stands first. */
export const byGroup = (entries: readonly PaletteEntry[]) => {
  const groups = new Map<PaletteEntry['group'], PaletteEntry[]>()
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry])
  return [...groups].map(([group, members]) => ({ group, entries: members }))
}

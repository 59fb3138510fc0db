import type { DataTypeInfo } from '../../core/contract/reports.ts'

interface FamilyTitle {
  readonly id: string
  readonly title: string
  readonly question: string
}

/** The families in the order in which questions are usually asked. */
const titles: readonly FamilyTitle[] = [
  { id: 'time-at-level', title: 'Time at level', question: 'How many were in use at once, and for how long' },
  { id: 'per-key', title: 'Per user or host', question: 'Who or which machine used how much' },
  { id: 'group', title: 'Groups', question: 'What a group of users or hosts used together' },
  { id: 'events', title: 'Events', question: 'What was checked out, returned, queued or denied' },
  { id: 'distinct-host', title: 'Distinct hosts', question: 'How many different machines were seen in an hour' },
  { id: 'application-use', title: 'Application use', question: 'Which programs were started, and how long they ran' },
  { id: 'web', title: 'Web', question: 'Which web applications were visited' },
  { id: 'tokens', title: 'Tokens and seats', question: 'What a vendor charged, as the vendor states it' },
  { id: 'raw-hourly', title: 'Raw hourly', question: 'Every interval, hour by hour, for other tools' },
]

export const familyTitle = (id: string): string => titles.find((it) => it.id === id)?.title ?? id

export interface FamilyOfTypes extends FamilyTitle {
  readonly types: readonly DataTypeInfo[]
  readonly withData: number
}

/** Every word must occur in number, name, family or description; a number alone means that number's beginning. */
const matches = (type: DataTypeInfo, words: readonly string[]): boolean => {
  const text = `${type.id} ${type.name} ${familyTitle(type.family)} ${type.description}`.toLowerCase()
  return words.every((word) =>
    /^\d+$/.test(word) ? String(type.id).startsWith(word) || type.name.includes(word) : text.includes(word),
  )
}

/** The types that answer a search, by family; what has data comes first, in the families and among them. */
export const catalogue = (types: readonly DataTypeInfo[], search: string): readonly FamilyOfTypes[] => {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .map((it) => it.replace(/^\[|\]$/g, ''))
    .filter((it) => it !== '')
  const found = types.filter((it) => matches(it, words))
  const unknown = [...new Set(found.map((it) => it.family))].filter((id) => !titles.some((it) => it.id === id))
  const families = [...titles, ...unknown.map((id) => ({ id, title: id, question: '' }))].map((family) => {
    const own = found
      .filter((it) => it.family === family.id)
      .sort((a, b) => Number(b.hasData) - Number(a.hasData) || a.id - b.id)
    return { ...family, types: own, withData: own.filter((it) => it.hasData).length }
  })
  return families
    .filter((it) => it.types.length > 0)
    .sort((a, b) => Number(b.withData > 0) - Number(a.withData > 0) || indexOf(a.id) - indexOf(b.id))
}

const indexOf = (id: string) => titles.findIndex((it) => it.id === id)

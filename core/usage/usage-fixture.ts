import type { PrimeTimeCalendar } from '../contract/application.ts'
import { dataTypeById } from '../data-types/catalogue.ts'
import { type SubjectAttribute, type SubjectKind, subjectAttributes, UsageKind } from '../facts/usage-fact.ts'
import { createSubjectTable } from './subject-table.ts'
import type { TypedUses } from './typed-uses.ts'
import { usageTypeById } from './types/usage-types.ts'
import type { CapacityStep, DaemonStatus, Intervals, Observation, SourceKind, SourceUsage } from './usage.ts'
import { usageReport } from './usage-report.ts'
import type { UsageSpec } from './usage-spec.ts'

/** Monday, 4 March 2024, 0:00 UTC. */
export const fixtureDay = Date.UTC(2024, 2, 4) / 1000

/** `8:30`, `8:30:05` of that day, `32:00` of the next. */
export const at = (clock: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  return fixtureDay + hours * 3600 + minutes * 60 + seconds
}

export const clockOf = (instant: number): string => {
  const seconds = Math.round(instant - fixtureDay)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (part: number) => String(part).padStart(2, '0')
  return `${parts[0]}:${two(parts[1] as number)}${parts[2] === 0 ? '' : `:${two(parts[2] as number)}`}`
}

export type Subject<Kind extends SubjectKind> = { readonly [A in SubjectAttribute<Kind>]?: string }

/** From, to, of what; how many (1), and the text of its detail. */
type Hold<Kind extends SubjectKind> = readonly [string, string, Subject<Kind>, number?, string?]

interface StatedEvent<Kind extends SubjectKind> {
  readonly at: string
  readonly of: Subject<Kind>
  readonly kind?: UsageKind
  readonly seconds?: number
  readonly count?: number
  readonly number?: number
  readonly detail?: string
}

export interface SourceInWords<Kind extends SubjectKind> {
  /** Of its subjects; `licence` unless said. */
  readonly about?: Kind
  readonly kind?: SourceKind
  readonly zone?: string
  readonly held?: readonly Hold<Kind>[]
  readonly waited?: readonly Hold<Kind>[]
  readonly happened?: readonly StatedEvent<Kind>[]
  /** From, to, server, daemon, status (`ok`). */
  readonly observed?: readonly (readonly [string, string, string, string, DaemonStatus?])[]
  readonly capacity?: readonly (readonly [string, Subject<Kind>, number])[]
  readonly known?: readonly (readonly [string, Subject<Kind>])[]
}

export interface SpecInWords {
  readonly maps?: { readonly [kind: string]: string }
  readonly zone?: string
  readonly from?: string
  readonly to?: string
  readonly by?: UsageSpec['by']
  /** Labels; all classifications unless said. */
  readonly groupBy?: readonly string[]
  readonly where?: { readonly [label: string]: readonly string[] }
  readonly calendar?: PrimeTimeCalendar
  readonly customerId?: string
  readonly renames?: UsageSpec['renames']
}

/** Sources and specs said in words, and what types make of them, in words again. */
export const usageFixture = () => {
  const subjects = createSubjectTable()
  const sources: SourceUsage[] = []
  const subjectOf = (kind: SubjectKind, words: { readonly [name: string]: string | undefined }): number =>
    subjects.own(
      kind,
      subjectAttributes[kind].map((name) => words[name] ?? ''),
    )
  const intervals = (kind: SubjectKind, holds: readonly Hold<SubjectKind>[]): Intervals => {
    const sorted = [...holds].sort(([a], [b]) => at(a) - at(b))
    return {
      size: sorted.length,
      start: Float64Array.from(sorted, ([from]) => at(from)),
      end: Float64Array.from(sorted, ([, to]) => at(to)),
      subject: Int32Array.from(sorted, ([, , of]) => subjectOf(kind, of)),
      count: Int32Array.from(sorted, ([, , , count]) => count ?? 1),
      detail: Int32Array.from(sorted, ([, , , , detail]) => subjects.ownText(detail ?? '')),
    }
  }

  return {
    subjects,
    sources,
    source<Kind extends SubjectKind = 'licence'>(words: SourceInWords<Kind>): void {
      const { about = 'licence', kind = 'polled', zone = 'UTC', observed = [], capacity = [] } = words
      const held = intervals(about, (words.held ?? []) as readonly Hold<SubjectKind>[])
      const waited = intervals(about, (words.waited ?? []) as readonly Hold<SubjectKind>[])
      const happened = [...(words.happened ?? [])].sort((a, b) => at(a.at) - at(b.at))
      const known = new Map<number, number>()
      const mention = (subject: number, instant: number): void => {
        known.set(subject, Math.min(instant, known.get(subject) ?? instant))
      }
      for (const [clock, of] of words.known ?? []) mention(subjectOf(about, of), at(clock))
      for (const { size, start, subject } of [held, waited])
        for (let i = 0; i < size; i++) mention(subject[i] as number, start[i] as number)
      sources.push({
        source: sources.length + 1,
        kind,
        zone,
        held,
        waited,
        happened: {
          size: happened.length,
          time: Float64Array.from(happened, (one) => at(one.at)),
          length: Float64Array.from(happened, ({ seconds }) => seconds ?? 0),
          kind: Int32Array.from(happened, (one) => one.kind ?? UsageKind.stated),
          subject: Int32Array.from(happened, ({ of }) => subjectOf(about, of)),
          count: Int32Array.from(happened, ({ count }) => count ?? 1),
          number: Int32Array.from(happened, (one) => one.number ?? 0),
          detail: Int32Array.from(happened, ({ detail }) => subjects.ownText(detail ?? '')),
        },
        observed: observed.map(
          ([from, to, server, daemon, status]): Observation => ({
            server,
            daemon,
            from: at(from),
            to: at(to),
            status: status ?? 'ok',
          }),
        ),
        capacity: capacity.map(
          ([clock, of, licences]): CapacityStep => ({ subject: subjectOf(about, of), at: at(clock), licences }),
        ),
        known: [...known].map(([subject, instant]) => ({ subject, at: instant })),
      })
    },
    spec: (type: number, words: SpecInWords = {}): UsageSpec => specOf(type, words),
    /** What the type makes of the sources, and what it notes. */
    typed(type: number, words: SpecInWords = {}): TypedUses & { readonly notes: readonly string[] } {
      const notes: string[] = []
      const context = { spec: specOf(type, words), subjects, note: (message: string) => notes.push(message) }
      const found = usageTypeById(type)
      if (!found) throw new Error(`There is no usage type ${type}.`)
      return { ...found.typed(sources, context), notes }
    },
    /** The answer: for each row its time, its columns that say something, and its measurements. */
    report(type: number, words: SpecInWords = {}): string[] {
      const spec = specOf(type, words)
      const found = usageTypeById(type)
      if (!found) throw new Error(`There is no usage type ${type}.`)
      const table = usageReport(found, sources, { spec, subjects, note: () => undefined })
      const { measurements = [] } = dataTypeById(type) ?? {}
      return Array.from({ length: table.rows }, (_, row) => {
        const texts = table.columns.map(({ codes, texts: of }) => of[codes[row] as number] as string)
        const numbers = measurements.map(({ name, concept }) => {
          const value = table.measures[concept]?.[row] ?? Number.NaN
          return `${name} ${Number.isNaN(value) ? '-' : +value.toFixed(6)}`
        })
        const time = table.periodStarts[table.periods[row] as number] as number
        return [clockOf(time), texts.join(' | '), numbers.join(', ')].join('  ')
      })
    },
  }
}

const specOf = (
  type: number,
  {
    maps = {},
    zone = 'UTC',
    from,
    to,
    by = 'hour',
    groupBy,
    where,
    calendar,
    customerId = '',
    renames = [],
  }: SpecInWords,
): UsageSpec => {
  const { classifications = [], fields = [] } = dataTypeById(type) ?? {}
  const columns = [
    ...classifications.map(({ name, concept }) => ({ name, concept })),
    ...fields.map((name) => ({ name, concept: undefined })),
  ]
  return {
    type,
    by,
    zone,
    from: from === undefined ? undefined : at(from),
    to: to === undefined ? undefined : at(to),
    columns: columns.map(({ name, concept }) => ({
      name,
      concept,
      isGrouped: groupBy?.includes(name) ?? true,
      ...(where?.[name] ? { where: where[name] } : {}),
    })),
    calendar: calendar ?? null,
    customerId,
    renames,
    maps,
    denialBefore: 5,
    denialAfter: 2,
  }
}

/** `8:00-8:30 2 × lic1;mvsd | solver | ada`: columns that the engine fills in are left out. */
export const usesInWords = ({ uses, keys }: Pick<TypedUses, 'uses' | 'keys'>): string[] =>
  Array.from({ length: uses.size }, (_, i) => {
    const own = uses.own?.[i] ?? []
    const key = (keys[uses.key[i] as number] as readonly string[]).map((value, column) => own[column] ?? value)
    const rate = uses.rate ? ` at ${uses.rate[i]}` : ''
    const machine = uses.machine ? ` on ${uses.machine[i]}` : ''
    return `${clockOf(uses.start[i] as number)}-${clockOf(uses.end[i] as number)} ${uses.count[i]} × ${key.filter((value) => value !== '').join(' | ')}${rate}${machine}`
  })

/** `8:00 2 × facts | ada (1.5)`: with the amount where there is one. */
export const eventsInWords = ({ events, keys }: Pick<TypedUses, 'events' | 'keys'>): string[] =>
  Array.from({ length: events?.size ?? 0 }, (_, i) => {
    const key = keys[events?.key[i] as number] as readonly string[]
    const amount = events?.amount?.[i] ?? 0
    return `${clockOf(events?.time[i] as number)} ${events?.count[i]} × ${key.filter((value) => value !== '').join(' | ')}${amount === 0 ? '' : ` (${amount})`}`
  })

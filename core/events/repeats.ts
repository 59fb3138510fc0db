import type { EventRow } from '../database/event-table.ts'

/** Milliseconds within which an equal event is the same line again. */
export const repeatsWithin = 600_000

type Told = Pick<EventRow, 'kind' | 'agent' | 'subject' | 'message' | 'detail'>

export interface Repeats {
  /** The line that such an event goes into, if there was one lately. */
  find(event: Told, now: number): EventRow | undefined
  remember(event: EventRow): void
  /** From now on a repeat is a line of its own. */
  forget(): void
  /** Gives up what is too long ago to be repeated. */
  clean(now: number): void
}

/** What comes and goes has other figures each time; of a deed each detail counts. */
const keyOf = ({ kind, agent, subject, message, detail }: Told): string =>
  [kind, agent, subject, message, kind === 'issue' || kind === 'connection' ? '' : detail].join('\0')

/** The lines of the last ten minutes, in memory: after a start every event is a new line. */
export const createRepeats = (): Repeats => {
  const lines = new Map<string, EventRow>()
  return {
    find(event, now) {
      const line = lines.get(keyOf(event))
      return line && now - line.lastAt < repeatsWithin ? line : undefined
    },
    remember: (event) => void lines.set(keyOf(event), event),
    forget: () => lines.clear(),
    clean(now) {
      for (const [key, { lastAt }] of lines) if (now - lastAt >= repeatsWithin) lines.delete(key)
    },
  }
}

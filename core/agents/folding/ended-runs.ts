import type { EndedRunRow, RunKind } from './fold-job.ts'

/** Times as the machine's own clock has them, epoch milliseconds. */
interface Ended {
  readonly start: number
  readonly end: number
  readonly toldAt: number
}

/** Two agents may state the start of one process so far apart: some systems count it from a clock that is set now and then. */
const startTolerance = 2000
/** What another agent has not told after so long, it will not. */
const kept = 3 * 86_400_000
const tidyAfter = 3_600_000

/** Whether two starts under one number are of one run. Modules start when they are first seen, which differs from agent to agent. */
export const isSameStart = (one: number, other: number): boolean => Math.abs(one - other) <= startTolerance

/** Of machines with several agents: runs that are over, so that what the other agents tell of them is nothing new. */
export const createEndedRuns = (known: readonly EndedRunRow[]) => {
  const machines = new Map<string, Ended[]>()
  let added: EndedRunRow[] = []
  let tidiedAt = 0

  const nameOf = (host: string, kind: RunKind, identity: string): string => `${host}\n${kind}\n${identity}`
  const put = (name: string, one: Ended): void => {
    const list = machines.get(name)
    if (list) list.push(one)
    else machines.set(name, [one])
  }
  for (const [host, kind, key, end, toldAt] of known) {
    const [, pid, start, rest] = /^(\d+)@(\d+)(.*)$/s.exec(key) ?? []
    put(nameOf(host, kind, `${pid}${rest}`), { start: Number(start), end, toldAt })
  }

  const tidy = (now: number): void => {
    tidiedAt = now
    for (const [name, list] of machines) {
      const left = list.filter(({ toldAt }) => now - toldAt < kept)
      if (left.length === 0) machines.delete(name)
      else if (left.length < list.length) machines.set(name, left)
    }
  }

  return {
    /** @param identity pid and what else tells runs apart, without the start @param end of a run that goes on: its start */
    has(host: string, kind: RunKind, identity: string, start: number, end: number): boolean {
      const list = machines.get(nameOf(host, kind, identity))
      return (
        list?.some((one) =>
          kind === 'module' ? start <= one.end && end >= one.start : isSameStart(start, one.start),
        ) ?? false
      )
    },
    add(host: string, kind: RunKind, identity: string, key: string, start: number, end: number, toldAt: number): void {
      put(nameOf(host, kind, identity), { start, end, toldAt })
      added.push([host, kind, key, end, toldAt])
      if (toldAt - tidiedAt > tidyAfter) tidy(toldAt)
    },
    takeAdded(): readonly EndedRunRow[] {
      const taken = added
      added = []
      return taken
    },
    /** What was told before this may be forgotten. */
    keptSince: (now: number): number => now - kept,
  }
}

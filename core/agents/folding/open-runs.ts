import type { OpenRunRow, OpenRuns, RunKind } from './fold-job.ts'

/** Epoch milliseconds by the console's clock. */
interface Run {
  readonly start: number
  readonly subject: number
  readonly detail: number
  readonly application: string
  readonly user: string
  /** The database has a row for it. */
  isStored: boolean
}

interface AgentRuns {
  /** Up to here the agent is known to have looked; 0: never. */
  until: number
  readonly runs: { readonly [K in RunKind]: Map<string, Run> }
}

/** What runs on all machines, as far as it was told. It is the ingest worker's memory; the table `open_run` has the same. */
export const createOpenRuns = ({ runs, until }: OpenRuns) => {
  const agents = new Map<string, AgentRuns>()
  const stored = new Map<string, OpenRunRow>()
  const ended = new Map<string, readonly [string, RunKind, string]>()
  const moved = new Set<string>()

  const agentOf = (agent: string): AgentRuns => {
    let found = agents.get(agent)
    if (!found) {
      found = { until: 0, runs: { process: new Map(), module: new Map(), address: new Map() } }
      agents.set(agent, found)
    }
    return found
  }
  for (const [agent, kind, key, start, subject, detail, application, user] of runs)
    agentOf(agent).runs[kind].set(key, {
      start,
      subject,
      detail,
      application,
      user,
      isStored: true,
    })
  for (const [agent, at] of until) agentOf(agent).until = at

  const nameOf = (agent: string, kind: RunKind, key: string): string => `${agent}\n${kind}\n${key}`

  return {
    until: (agent: string): number => agents.get(agent)?.until ?? 0,
    /** The agent looked at this instant. @returns what it was known to have looked until before */
    looked(agent: string, at: number): number {
      const of = agentOf(agent)
      const before = of.until
      if (at > before) {
        of.until = at
        moved.add(agent)
      }
      return before
    },
    begin(agent: string, kind: RunKind, key: string, run: Omit<Run, 'isStored'>): void {
      const of = agentOf(agent).runs[kind]
      const known = of.get(key)
      if (known && known.subject === run.subject && known.start === run.start) return
      const name = nameOf(agent, kind, key)
      of.set(key, { ...run, isStored: known?.isStored ?? ended.has(name) })
      stored.set(name, [agent, kind, key, run.start, run.subject, run.detail, run.application, run.user])
      ended.delete(name)
    },
    end(agent: string, kind: RunKind, key: string): void {
      const of = agents.get(agent)?.runs[kind]
      const known = of?.get(key)
      if (!of || !known) return
      of.delete(key)
      const name = nameOf(agent, kind, key)
      stored.delete(name)
      if (known.isStored) ended.set(name, [agent, kind, key])
    },
    /** All that goes on of one agent. */
    *ofAgent(agent: string, kind: RunKind): Iterable<readonly [key: string, run: Run]> {
      yield* agents.get(agent)?.runs[kind] ?? []
    },
    *all(kind: RunKind): Iterable<readonly [until: number, run: Run]> {
      for (const { until: last, runs: of } of agents.values()) for (const run of of[kind].values()) yield [last, run]
    },
    /** What must be written since the last time. */
    takeChanges() {
      const changes = {
        stored: [...stored.values()],
        ended: [...ended.values()],
        until: [...moved].map((agent) => [agent, agentOf(agent).until] as const),
      }
      for (const [agent, kind, key] of changes.stored) {
        const run = agents.get(agent)?.runs[kind].get(key)
        if (run) run.isStored = true
      }
      stored.clear()
      ended.clear()
      moved.clear()
      return changes
    },
  }
}
export type OpenRunTable = ReturnType<typeof createOpenRuns>

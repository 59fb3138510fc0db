import { createEndedRuns, isSameStart } from './ended-runs.ts'
import type { KnownRuns, OpenRunRow, RunKind } from './fold-job.ts'
import { runKinds } from './fold-job.ts'

/** What is counted of a run. */
export interface RunFacts {
  /** Epoch milliseconds by the console's clock. */
  readonly start: number
  readonly subject: number
  readonly detail: number
  readonly application: string
  readonly user: string
  readonly pid: number
}

interface Run extends RunFacts {
  /** As it was told first, and the start that stands in it, by the machine's clock. */
  readonly key: string
  readonly keyStart: number
  /** Those that tell of it; shared between runs. */
  tellers: readonly string[]
  /** By those that no longer tell of it. */
  seen: number
  /** When the last of them no longer did; 0: it goes on. */
  lostAt: number
  /** The database has a row for it. */
  isStored: boolean
}

/** Who tells, and of which machine. */
export interface Teller {
  readonly agent: string
  readonly host: string
  /** The machine has several agents: what is over for one is news from the others. */
  readonly isShared: boolean
  /** By the console's clock. */
  readonly now: number
}

type Machine = { readonly [K in RunKind]: Map<string, Run> }

/** A run that nobody tells of any more may be told again (a configuration was changed twice): it is over for good after so long. */
const lostFor = 86_400_000
const keyForm = /^(\d+)@(\d+)(.*)$/s

/**
 * What runs on all machines, as far as it was told. It is the ingest worker's memory; the tables `open_run`, `ended_run` and
 * `agent_observed` have the same. Runs are told apart by machine and process id, and by their start to two seconds.
 * @param onOver a run is over that nobody told the end of: it counts until it was last seen
 */
export const createOpenRuns = (known: KnownRuns, onOver: (kind: RunKind, run: RunFacts, until: number) => void) => {
  const machines = new Map<string, Machine>()
  const hostOf = new Map<string, string>()
  const until = new Map<string, number>(known.until)
  const over = createEndedRuns(known.ended)
  const lost = new Set<{
    readonly host: string
    readonly kind: RunKind
    readonly identity: string
    readonly run: Run
  }>()
  const alone = new Map<string, readonly string[]>()
  const stored = new Map<string, { readonly host: string; readonly kind: RunKind; readonly run: Run }>()
  const ended = new Map<string, readonly [string, RunKind, string]>()
  const moved = new Set<string>()

  const machineOf = (host: string): Machine => {
    let found = machines.get(host)
    if (!found) {
      found = { process: new Map(), module: new Map(), address: new Map() }
      machines.set(host, found)
    }
    return found
  }
  const tellersOf = (agents: readonly string[]): readonly string[] => {
    const [first] = agents
    if (agents.length !== 1 || first === undefined) return agents
    const list = alone.get(first) ?? agents
    alone.set(first, list)
    return list
  }
  const nameOf = (host: string, kind: RunKind, key: string): string => `${host}\n${kind}\n${key}`
  const change = (host: string, kind: RunKind, run: Run): void => {
    const name = nameOf(host, kind, run.key)
    run.isStored ||= ended.has(name)
    stored.set(name, { host, kind, run })
    ended.delete(name)
  }
  const remove = (host: string, kind: RunKind, identity: string, run: Run): void => {
    machines.get(host)?.[kind].delete(identity)
    const name = nameOf(host, kind, run.key)
    stored.delete(name)
    if (run.isStored) ended.set(name, [host, kind, run.key])
  }
  const seenUntil = ({ seen, tellers }: Run): number =>
    tellers.reduce((latest, agent) => Math.max(latest, until.get(agent) ?? 0), seen)
  /** Modules start when they are first seen, which differs between agents. */
  const isSame = (kind: RunKind, run: Run, agent: string, start: number): boolean =>
    isSameStart(run.keyStart, start) || (kind === 'module' && !run.tellers.includes(agent))

  /** The agent no longer tells of it. @param at up to here it saw it */
  const drop = (
    host: string,
    kind: RunKind,
    identity: string,
    run: Run,
    agent: string,
    at: number,
    now: number,
  ): void => {
    run.seen = Math.max(run.seen, at)
    run.tellers = tellersOf(run.tellers.filter((one) => one !== agent))
    if (run.tellers.length === 0) {
      run.lostAt = now
      lost.add({ host, kind, identity, run })
    }
    change(host, kind, run)
  }

  return {
    /** Rows as they are stored, before anything else is told. */
    know(rows: readonly OpenRunRow[]): void {
      for (const [host, kind, key, start, subject, detail, application, user, agents, seen, lostAt] of rows) {
        const [, pid, keyStart, rest] = keyForm.exec(key) ?? []
        const tellers = tellersOf(JSON.parse(agents) as string[])
        const run: Run = {
          key,
          keyStart: Number(keyStart),
          start,
          subject,
          detail,
          application,
          user,
          pid: Number(pid),
          tellers,
          seen,
          lostAt,
          isStored: true,
        }
        machineOf(host)[kind].set(`${pid}${rest}`, run)
        if (lostAt > 0) lost.add({ host, kind, identity: `${pid}${rest}`, run })
        for (const agent of tellers) hostOf.set(agent, host)
      }
    },
    /** Takes note of whose agent it is: what it told of another machine (its name was changed) it tells of no longer. */
    meet({ agent, host, now }: Teller): void {
      const before = hostOf.get(agent)
      hostOf.set(agent, host)
      if (before === undefined || before === host) return
      for (const kind of runKinds)
        for (const [identity, run] of machines.get(before)?.[kind] ?? [])
          if (run.tellers.includes(agent)) drop(before, kind, identity, run, agent, until.get(agent) ?? 0, now)
    },
    until: (agent: string): number => until.get(agent) ?? 0,
    /** The agent looked at this instant. @returns what it was known to have looked until before */
    looked(agent: string, at: number): number {
      const before = until.get(agent) ?? 0
      if (at > before) {
        until.set(agent, at)
        moved.add(agent)
      }
      return before
    },
    /** @param identity pid and what else tells runs apart, without the start @param keyStart by the machine's clock */
    begin(teller: Teller, kind: RunKind, identity: string, key: string, keyStart: number, facts: RunFacts): void {
      const { agent, host, isShared } = teller
      const of = machineOf(host)[kind]
      const open = of.get(identity)
      if (open && isSame(kind, open, agent, keyStart)) {
        const isKnown = open.lostAt === 0 && open.tellers.includes(agent)
        if (isKnown && open.subject === facts.subject) return
        const tellers = open.tellers.includes(agent) ? open.tellers : tellersOf([...open.tellers, agent])
        const run: Run = { ...open, ...facts, start: open.start, tellers, lostAt: 0 }
        of.set(identity, run)
        change(host, kind, run)
        return
      }
      // News of long ago: its end is complete in itself.
      if (open && keyStart < open.keyStart) return
      if (isShared && over.has(host, kind, identity, keyStart, keyStart)) return
      if (open) {
        // The number was given to another process, so the one before is over: nobody saw when.
        remove(host, kind, identity, open)
        onOver(kind, open, Math.max(open.start, seenUntil(open)))
      }
      const run: Run = { ...facts, key, keyStart, tellers: tellersOf([agent]), seen: 0, lostAt: 0, isStored: false }
      of.set(identity, run)
      change(host, kind, run)
    },
    /**
     * @param start by the console's clock, as told with the end
     * @returns the start that counts, as it was told first; undefined for a run whose end another agent has told
     */
    end(
      teller: Teller,
      kind: RunKind,
      identity: string,
      key: string,
      told: { readonly keyStart: number; readonly keyEnd: number; readonly start: number },
    ): number | undefined {
      const { agent, host, isShared, now } = teller
      const { keyStart, keyEnd, start } = told
      if (isShared && over.has(host, kind, identity, keyStart, keyEnd)) return undefined
      const open = machines.get(host)?.[kind].get(identity)
      const isOpen = open !== undefined && isSame(kind, open, agent, keyStart)
      if (isOpen) remove(host, kind, identity, open)
      if (isShared) over.add(host, kind, identity, key, keyStart, keyEnd, now)
      return isOpen ? open.start : start
    },
    /** All that runs, as one agent sees it: of what it told and is not among it, it tells no longer. @param at up to when it saw that */
    inventory(teller: Teller, kind: RunKind, looked: number, at: number, keys: readonly string[]): void {
      const { agent, host, now } = teller
      const here = new Map<string, number>()
      for (const key of keys) {
        const [, pid, start, rest] = keyForm.exec(key) ?? []
        here.set(`${pid}${rest}`, Number(start))
      }
      for (const [identity, run] of machines.get(host)?.[kind] ?? []) {
        if (!run.tellers.includes(agent) || run.start > looked) continue
        const start = here.get(identity)
        if (start === undefined || !(isSameStart(start, run.keyStart) || kind === 'module'))
          drop(host, kind, identity, run, agent, at, now)
      }
    },
    /** Puts away what nobody has told of for long. */
    forgetLost(now: number): void {
      for (const one of lost) {
        const { host, kind, identity, run } = one
        const isStill = machines.get(host)?.[kind].get(identity) === run
        if (isStill && now - run.lostAt < lostFor) continue
        lost.delete(one)
        if (!isStill) continue
        remove(host, kind, identity, run)
        onOver(kind, run, Math.max(run.start, run.seen))
      }
    },
    /** All that goes on, and what was lost lately. @returns start and how long it was seen */
    *all(kind: RunKind): Iterable<readonly [until: number, run: RunFacts]> {
      for (const machine of machines.values())
        for (const run of machine[kind].values()) yield [Math.max(run.start, seenUntil(run)), run]
    },
    /** What must be written since the last time. */
    takeChanges(now: number) {
      const changes = {
        stored: [...stored.values()].map(({ host, kind, run }): OpenRunRow => {
          run.isStored = true
          const { key, start, subject, detail, application, user, tellers, seen, lostAt } = run
          return [host, kind, key, start, subject, detail, application, user, JSON.stringify(tellers), seen, lostAt]
        }),
        removed: [...ended.values()],
        ended: over.takeAdded(),
        endedSince: over.keptSince(now),
        until: [...moved].map((agent) => [agent, until.get(agent) ?? 0] as const),
      }
      stored.clear()
      ended.clear()
      moved.clear()
      return changes
    },
  }
}

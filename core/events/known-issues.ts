import type { IssueRow } from '../database/issue-table.ts'
import type { SeenTrouble } from './event-log-context.ts'
import { type IssueCode, issueWords } from './issue-catalogue.ts'
import { repeatsWithin } from './repeats.ts'

export type KnownIssue = IssueRow

export interface KnownIssues {
  /** What an agent's troubles now are, against what was known of them. */
  compare(
    agent: string,
    codes: readonly IssueCode[],
    current: readonly SeenTrouble[],
    now: number,
  ): { readonly opened: readonly KnownIssue[]; readonly closed: readonly KnownIssue[] }
  /** Closes all of an agent. */
  forget(agent: string, now: number): readonly KnownIssue[]
  /** Without an agent: all that are open. */
  open(agent?: string): readonly KnownIssue[]
  counts(agent: string): { readonly errors: number; readonly warnings: number }
  /** Those whose detail changed since it was written. */
  takeChanged(): readonly KnownIssue[]
  /** Gives up what closed too long ago to come back as the same. */
  clean(now: number): void
}

/** An issue that goes on unchanged is written again after so many milliseconds. */
const writtenEvery = 600_000

const none = { errors: 0, warnings: 0 }
const nothing = { opened: [], closed: [] }
const keyOf = (code: string, subject: string): string => `${code}\0${subject}`

/** Which issues are open, in memory; one that comes back within ten minutes is the same one again. */
export const createKnownIssues = (stored: readonly IssueRow[], lastId: number): KnownIssues => {
  const byAgent = new Map<string, Map<string, KnownIssue>>()
  /** Closed lately, by agent and key. */
  const over = new Map<string, KnownIssue>()
  const changed = new Map<number, KnownIssue>()
  let nextId = lastId + 1

  const ofAgent = (agent: string): Map<string, KnownIssue> => {
    const known = byAgent.get(agent) ?? new Map<string, KnownIssue>()
    byAgent.set(agent, known)
    return known
  }
  for (const issue of stored) ofAgent(issue.agent).set(keyOf(issue.code, issue.subject), issue)

  const close = (known: Map<string, KnownIssue>, key: string, issue: KnownIssue, now: number): KnownIssue => {
    known.delete(key)
    changed.delete(issue.id)
    const closed = { ...issue, lastAt: now, closedAt: now }
    over.set(`${issue.agent}\0${key}`, closed)
    return closed
  }

  const openAgain = (agent: string, trouble: SeenTrouble, key: string, now: number): KnownIssue => {
    const { code, subject = '', detail } = trouble
    const before = over.get(`${agent}\0${key}`)
    over.delete(`${agent}\0${key}`)
    if (before && now - before.closedAt < repeatsWithin)
      return { ...before, detail, lastAt: now, times: before.times + 1, closedAt: 0 }
    const { severity } = issueWords(code)
    return { id: nextId++, code, severity, agent, subject, detail, openedAt: now, lastAt: now, times: 1, closedAt: 0 }
  }

  return {
    compare(agent, codes, current, now) {
      if (current.length === 0 && !byAgent.has(agent)) return nothing
      const known = ofAgent(agent)
      const opened: KnownIssue[] = []
      const closed: KnownIssue[] = []
      const named = new Map(current.map((trouble) => [keyOf(trouble.code, trouble.subject ?? ''), trouble]))
      for (const [key, issue] of known)
        if (codes.includes(issue.code as IssueCode) && !named.has(key)) closed.push(close(known, key, issue, now))
      for (const [key, trouble] of named) {
        const issue = known.get(key)
        if (!issue) {
          opened.push(openAgain(agent, trouble, key, now))
          known.set(key, opened.at(-1) as KnownIssue)
        } else if (issue.detail !== trouble.detail || now - issue.lastAt > writtenEvery) {
          const next = { ...issue, detail: trouble.detail, lastAt: now }
          known.set(key, next)
          changed.set(issue.id, next)
        }
      }
      if (known.size === 0) byAgent.delete(agent)
      return { opened, closed }
    },
    forget(agent, now) {
      const known = byAgent.get(agent)
      byAgent.delete(agent)
      return known ? [...known].map(([key, issue]) => close(known, key, issue, now)) : []
    },
    open: (agent) =>
      [...(agent === undefined ? byAgent.values() : [byAgent.get(agent) ?? new Map<string, KnownIssue>()])].flatMap(
        (known) => [...known.values()],
      ),
    counts(agent) {
      const known = byAgent.get(agent)
      if (!known) return none
      let errors = 0
      for (const { severity } of known.values()) if (severity === 'error') errors++
      return { errors, warnings: known.size - errors }
    },
    takeChanged() {
      const issues = [...changed.values()]
      changed.clear()
      return issues
    },
    clean(now) {
      for (const [key, { closedAt }] of over) if (now - closedAt >= repeatsWithin) over.delete(key)
    },
  }
}

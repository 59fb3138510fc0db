import type { AgentIssue } from '../core/agents/protocol/messages.ts'
import type { AgentLog } from './agent-log.ts'

export interface Issues {
  /** Says that something goes wrong (`detail`), or that it works again (`undefined`). */
  trouble(code: AgentIssue['code'], subject: string, detail: string | undefined): void
  list(): readonly AgentIssue[]
}

const mostIssues = 200

/** What goes wrong now; an issue is one by its code and subject, and is logged when it begins and ends. */
export const createIssues = (log: AgentLog, now: () => number): Issues => {
  const open = new Map<string, AgentIssue>()
  return {
    trouble(code, subject, detail) {
      const key = `${code} ${subject}`
      const known = open.get(key)
      if (detail === undefined) {
        if (open.delete(key)) log(`over: ${code} (${subject})`)
        return
      }
      if (known === undefined) log(`${code} (${subject}): ${detail}`)
      if (known === undefined && open.size >= mostIssues) return
      const since = known?.since ?? now()
      open.set(key, { code, subject: subject.slice(0, 255), detail: detail.slice(0, 2000), since })
    },
    list: () => [...open.values()],
  }
}

import type { OpenIssue } from './event-log-context.ts'
import { issueWords } from './issue-catalogue.ts'
import type { Notices } from './notices.ts'

export interface IssuePopups {
  /** An issue was opened. */
  opened(issue: OpenIssue): void
  /** It is over: nobody needs to hear of it any more. */
  closed(issue: OpenIssue): void
  close(): void
}

export interface PopupTiming {
  /** Milliseconds for which issues are gathered before the first popup of a kind. */
  readonly gather: number
  /** Milliseconds between two popups of one kind: who heard of an error may hear of the next sooner. */
  readonly apart: { readonly error: number; readonly warning: number }
}

/** So many of one kind stand alone; more become one popup. */
const mostAlone = 3

/** Tells the admin of new issues: a fleet that has the same trouble becomes one popup, and one that was over at once becomes none. */
export const createIssuePopups = (
  notices: Pick<Notices, 'tell'>,
  nameOf: (agent: string) => Promise<string>,
  log: (error: unknown, where: string) => void,
  { gather, apart }: PopupTiming,
): IssuePopups => {
  const waiting = new Map<string, Map<number, OpenIssue>>()
  const notBefore = new Map<string, number>()
  const timers = new Map<string, NodeJS.Timeout>()

  const tell = async (code: string): Promise<void> => {
    timers.delete(code)
    const issues = [...(waiting.get(code)?.values() ?? [])]
    waiting.delete(code)
    if (issues.length === 0) return
    const { severity, title, remedy } = issueWords(code)
    notBefore.set(code, Date.now() + apart[severity])
    if (issues.length > mostAlone) {
      const agents = new Set(issues.map(({ agent }) => agent)).size
      const who = agents === 1 ? await nameOf(issues[0]?.agent ?? '') : `${agents.toLocaleString('en-US')} agents`
      await notices.tell({
        severity,
        title: `${title}: ${who}`,
        message: remedy,
        link: agents === 1 ? linkOf(issues[0]?.agent ?? '') : '/agents?issues=1',
      })
      return
    }
    for (const { agent, subject, detail } of issues) {
      const name = agent === '' ? '' : `: ${await nameOf(agent)}`
      const what = [subject, detail].filter((part) => part !== '').join(': ')
      await notices.tell({
        severity,
        title: `${title}${name}`,
        message: what === '' ? remedy : what,
        link: linkOf(agent),
      })
    }
  }

  return {
    opened(issue) {
      const { code } = issue
      const some = waiting.get(code) ?? new Map<number, OpenIssue>()
      waiting.set(code, some.set(issue.id, issue))
      if (timers.has(code)) return
      const wait = Math.max(gather, (notBefore.get(code) ?? 0) - Date.now())
      const timer = setTimeout(() => void tell(code).catch((error) => log(error, 'popups')), wait)
      timer.unref()
      timers.set(code, timer)
    },
    closed({ code, id }) {
      waiting.get(code)?.delete(id)
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}

const linkOf = (agent: string): string => (agent === '' ? '/events' : `/agents?agent=${agent}`)

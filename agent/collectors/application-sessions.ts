import type { ProcessWatch } from '../collector.ts'

/** The sessions of each custom application at the last look (one process is one session), as a connection tells them. Those without are left out. */
export const applicationSessions = (watch: ProcessWatch) => {
  const users = new Map<number, { sessions: number; users: Set<string> }>()
  for (const process of watch.current.values()) {
    for (const application of process.applications) {
      const entry = users.get(application) ?? { sessions: 0, users: new Set<string>() }
      entry.sessions++
      if (process.user !== '') entry.users.add(process.user.slice(0, 255))
      users.set(application, entry)
    }
  }
  return [...users].map(([application, entry]) => ({
    application,
    sessions: entry.sessions,
    users: [...entry.users].slice(0, 200),
  }))
}

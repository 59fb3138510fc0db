import type { AgentRecord } from '../../core/agents/protocol/records.ts'

const programs = ['gear', 'cog', 'lathe', 'mill', 'press', 'forge', 'anvil', 'bellows']

/** What runs on one machine: each process begins, and later one of those that run ends. Times go on from `from`, epoch milliseconds. */
export const processEvents = (host: string, from: number) => {
  const open: { readonly pid: number; readonly start: number }[] = []
  let pid = 1000
  let at = from
  let ended = 0

  const record = (of: { readonly pid: number; readonly start: number }, end?: number): AgentRecord => {
    const executable = programs[of.pid % programs.length] as string
    return {
      record: 'process',
      start: of.start,
      ...(end === undefined ? {} : { end }),
      pid: of.pid,
      host,
      domain: 'WORKS',
      user: `user${of.pid % 3}`,
      system: 'Linux',
      architecture: 'x86_64',
      executable,
      path: `/opt/works/${executable}/bin/${executable}`,
      application: executable,
      version: '12.1',
      ...(end === undefined ? {} : { exitStatus: '0' }),
    }
  }

  return {
    begin(): AgentRecord {
      at += 7
      const of = { pid: ++pid, start: at }
      open.push(of)
      return record(of)
    },
    end(): AgentRecord | undefined {
      const of = open.shift()
      if (!of) return undefined
      at += 7
      ended++
      return record(of, at)
    },
    /** Processes so far, and the instant of the last event. */
    get told() {
      return { begun: pid - 1000, ended, open: open.length, at }
    },
  }
}

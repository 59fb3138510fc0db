// "Runs" of the semantics: from when to when each vendor daemon was there to be observed.

import type { DatedLine } from './dating.ts'
import { isManager } from './log-line.ts'
import type { Run, RunEnd } from './recount-shapes.ts'

export type RunLines = { readonly run: Run; readonly lines: DatedLine[] }

const DAY = 86400
const EXIT_MINUTE = 60
const OWN_EXIT = /^EXITING|^daemon shutdown requested|^Lost connection to lmgrd.*exiting/

/** Whether a run that begins with this line is the daemon's start, and not just the first that the log tells of it. */
export const saysStart = (line: DatedLine): boolean =>
  /^FLEX\w* Licensing version |^Server started on /i.test(line.text)

/** The runs of every vendor daemon, each with its lines in the order of the log. */
export function findRuns(lines: readonly DatedLine[]): RunLines[] {
  const runs: RunLines[] = []
  const current = new Map<string, RunLines>()
  const exited = new Map<string, { readonly ended: RunLines; readonly at: number }>()
  const end = (daemon: string, at: number, ending: RunEnd) => {
    const open = current.get(daemon)
    if (!open) return
    open.run.end = at
    open.run.ending = ending
    current.delete(daemon)
    return open
  }
  lines.forEach((line, index) => {
    const { at, daemon, text } = line
    const above = lines[index - 1]
    if (above && (at - above.at > DAY || line.blockStart))
      for (const other of [...current.keys()]) end(other, above.at, at - above.at > DAY ? 'silence' : 'restart')
    if (isManager(daemon)) {
      const gone = /^(\S+) exited with status/.exec(text)?.[1]
      const again = /^REStarted (\S+)/.exec(text)?.[1]
      if (gone) {
        const ended = end(gone, at, 'manager')
        if (ended) exited.set(gone, { ended, at })
      } else if (again) end(again, at, 'manager')
      else if (/^EXITING/.test(text)) for (const other of [...current.keys()]) end(other, at, 'manager')
      return
    }
    let own = current.get(daemon)
    if (!own) {
      const exit = exited.get(daemon)
      const stillExiting = line.event?.word === 'IN' || OWN_EXIT.test(text)
      if (exit && stillExiting && at <= exit.at + EXIT_MINUTE) {
        exit.ended.lines.push(line)
        exit.ended.run.end = Math.max(exit.ended.run.end, at)
        return
      }
      exited.delete(daemon)
      own = { run: { daemon, start: at, end: at, ending: 'log' }, lines: [] }
      runs.push(own)
      current.set(daemon, own)
    }
    // A line set back a little: the run covers it, so that time at level and holders' time agree.
    if (at < own.run.start) own.run.start = at
    own.lines.push(line)
    if (OWN_EXIT.test(text)) {
      end(daemon, at, 'exit')
      exited.set(daemon, { ended: own, at })
    }
  })
  for (const daemon of [...current.keys()]) end(daemon, lines[lines.length - 1].at, 'log')
  return runs
}

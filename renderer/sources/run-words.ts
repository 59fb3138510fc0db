import type { DaemonRun, RunEnding, SourceDaemon } from '../../core/contract/sources.ts'

/** Why a run ended, in the words of the runs table; `help` where the word alone is not enough. */
export const endingWords: { readonly [K in RunEnding]: { readonly word: string; readonly help: string } } = {
  exit: { word: 'Daemon ended', help: 'The vendor daemon said itself that it ends.' },
  'told-by-manager': {
    word: 'End told by lmgrd',
    help: 'lmgrd said that the vendor daemon ended or was started again.',
  },
  'manager-exit': { word: 'lmgrd ended', help: 'lmgrd ended, and its vendor daemons with it.' },
  'new-start': { word: 'New start of lmgrd', help: 'The log goes on with a new start and tells no end before it.' },
  silence: { word: 'Silence', help: 'No line for more than 24 hours: from the last one on nobody knows.' },
  'end-of-log': { word: 'End of the log', help: 'The log ends here. The vendor daemon may still run.' },
}

/** A run with the daemon it is of. */
export interface ListedRun extends DaemonRun {
  readonly daemon: string
}

/** The runs of several daemons in one list, the latest first. */
export const latestFirst = (
  daemons: readonly Pick<SourceDaemon, 'name' | 'runs'>[],
  older: Readonly<Record<string, readonly DaemonRun[]>> = {},
): readonly ListedRun[] =>
  daemons
    .flatMap(({ name, runs }) => [...(older[name] ?? []), ...runs].map((run) => ({ ...run, daemon: name })))
    .sort((a, b) => b.from - a.from || (a.daemon < b.daemon ? -1 : 1))

/** `19 h 12 min`, `3 days 4 h`: how long a stretch is, in two units at most. */
export const lengthWords = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  if (minutes < 48 * 60) return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes / 60} h`
  const hours = Math.round(minutes / 60)
  const days = Math.floor(hours / 24)
  return hours % 24 ? `${days} days ${hours % 24} h` : `${days} days`
}

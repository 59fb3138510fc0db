import { holderOf } from './holder-words.ts'

/** A line about somebody who holds licences of a feature, or waits for them. */
export interface Holding {
  readonly user: string
  readonly host: string
  /** Version that the program asked for. */
  readonly version: string
  readonly server: string
  readonly handle: string
  readonly count: number
  readonly isWaiting: boolean
  /** As `state` of a licence subject: `1` borrowed, `2` lingering. */
  readonly state: '' | '1' | '2'
}

/** `    ann ws0042 ws0042.0 (v2.3) (lic01/27000 512), start Fri 10/20 17:02, 4 licenses  (linger: 3600 / 86400)` */
const shape = /^\s+(\S.*) \(v([^()]*)\) \(([^()\s]+)\/([^()\s/]+) ([0-9A-Za-z]+)\)(.*)$/
const held = /^, start \S+ \d{1,2}\/\d{1,2} \d{1,2}:\d\d/
const queued = /^,? queued for (\d+) licenses?/
const several = /, (\d+) licenses?\b/
const linger = /\(linger: (\d+)(?: \/ (\d+))?\)/
/** Who borrows takes days; a licence that lingers after use does so for minutes or hours. */
const shortestBorrowing = 86400
const mostLicences = 2 ** 31 - 1

/** The parts of a line that is indented under a feature; else the reason why it cannot be read. */
export const holdingOf = (line: string): Holding | 'torn' | 'not-a-count' => {
  const parts = shape.exec(line)
  if (!parts) return 'torn'
  const [, who = '', version = '', server = '', , handle = '', rest = ''] = parts
  const waiting = queued.exec(rest)
  if (!waiting && !held.test(rest)) return 'torn'
  const count = Number(waiting?.[1] ?? several.exec(rest)?.[1] ?? 1)
  if (count > mostLicences) return 'not-a-count'
  const lingering = linger.exec(rest)
  const seconds = Number(lingering?.[2] ?? lingering?.[1] ?? 0)
  const { user, host } = holderOf(who, version)
  return {
    user,
    host,
    version,
    server,
    handle,
    count,
    isWaiting: waiting !== null,
    state: !lingering ? '' : seconds >= shortestBorrowing ? '1' : '2',
  }
}

import { UsageKind } from '../../facts/usage-fact.ts'
import { createObservedTime } from '../observation/observed-time.ts'
import { secondsBetween } from '../runs/record-instants.ts'
import { type UsageReader, type UsageWriter, usageImporter } from '../usage-importer.ts'
import {
  type AccountingLine,
  createDumpedLines,
  isDumped,
  isListed,
  isSummary,
  readListed,
} from './accounting-lines.ts'

const head = { format: 'process-accounting', title: 'Unix process accounting' }

/** No tool writes longer ones. */
const longestLine = 500

interface State {
  /** Midnight of the last line without a year. */
  readonly near: number | null
  readonly observed: readonly number[]
}

const createReader = (writer: UsageWriter, resume: unknown, startDay: number | undefined): UsageReader => {
  const saved = resume as State | undefined
  let near = saved?.near ?? (startDay === undefined ? Number.NaN : startDay * 86400)
  const observed = createObservedTime(writer, saved?.observed)
  const readDumped = createDumpedLines()
  const subjects = new Map<string, number>()
  const subjectOf = (command: string, user: string): number => {
    const key = `${command}\n${user}`
    const known = subjects.get(key)
    if (known !== undefined) return known
    const subject = writer.subjectOf('process', ['', '', user, 'Unix', '', command, '', '', ''])
    subjects.set(key, subject)
    return subject
  }

  const take = ({ command, user, start, isUtc, elapsed, exitStatus }: AccountingLine) => {
    writer.clock(isUtc ? 'utc' : 'wall')
    const subject = subjectOf(command, user)
    observed.note(start + elapsed)
    writer.row(UsageKind.held, start, secondsBetween(start, start + elapsed), subject, 1, writer.text(exitStatus))
    writer.used('process')
  }
  return {
    line(text, line) {
      const reject = (reason: string): void => writer.reject(reason, line, text)
      if (text.trim() === '') return writer.ignored('blank line')
      if (text.length > longestLine) return reject('torn-line')
      if (isDumped(text)) {
        const found = readDumped(text)
        if (!found || found.command === '') return reject('torn-line')
        if (Number.isNaN(found.start)) return reject('not-a-date')
        if (Number.isNaN(found.elapsed)) return reject('not-a-length')
        return take(found)
      }
      if (isListed(text)) {
        // Without a year nothing is placed: the import asks for the day of the first line.
        const isDated = !Number.isNaN(near)
        const found = readListed(text, isDated ? near : 0)
        if (!found) return reject('torn-line')
        if (!isDated) return writer.used('process')
        if (Number.isNaN(found.start)) return reject('not-a-date')
        if (Number.isNaN(found.elapsed)) return reject('not-a-length')
        near = found.midnight
        return take(found)
      }
      reject(isSummary(text) ? 'a-summary' : 'torn-line')
    },
    flush: observed.flush,
    save: (): State => ({ near: Number.isNaN(near) ? null : near, observed: observed.save() }),
  }
}

export const processAccounting = usageImporter({
  ...head,
  feeds: [31, 34, 35, 81, 82, 96, 130, 149, 150, 151],
  yieldsUsage: true,
  sourceName: 'Process accounting',
  detector: {
    ...head,
    score: (lines) => {
      const filled = lines.filter((line) => line.trim() !== '')
      const of = (is: (line: string) => boolean): number => filled.filter(is).length
      const processes = of(isDumped) + of(isListed)
      const sums = of(isSummary)
      const share = filled.length === 0 ? 0 : (processes + sums) / filled.length
      return {
        score: share < 0.3 ? share : 0.5 + share * 0.45,
        reason: `${processes} of the first ${filled.length} lines are processes as dump-acct or lastcomm list them, ${sums} are sums of sa`,
      }
    },
  },
  rejections: {
    'torn-line': {
      title: 'Not a line of a listing of processes',
      explanation:
        'It is torn, or neither dump-acct nor lastcomm writes such lines. It was left out; the others are kept.',
    },
    'not-a-date': {
      title: 'Not a date',
      explanation:
        'There is no such day or time of day, or its weekday is another one in that year: then the date given for the first line is wrong. The line was left out.',
    },
    'not-a-length': {
      title: 'Not a length of time',
      explanation:
        'The elapsed time is no number, or longer than ten years. The line was left out; the others are kept.',
    },
    'a-summary': {
      title: 'A sum without times',
      explanation:
        'sa adds up what ran and does not say when, so nothing of it can be counted by the hour. Write the processes themselves with `dump-acct pacct > processes.txt` and import that.',
    },
  },
  createReader,
})

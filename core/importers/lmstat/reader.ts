import { capacityUncounted } from '../../facts/derived-day.ts'
import { createPolledSnapshots, type PolledState } from '../polling/polled-snapshots.ts'
import { secondsOf, statedInstant, weekdayDate } from '../polling/stated-instant.ts'
import type { UsageFormat, UsageReader } from '../usage-importer.ts'
import { createFeatureUses, type UsesState } from './feature-uses.ts'
import { type TableRow, tableHead, tableRowOf } from './licence-table.ts'
import { createServerSection, type SectionState } from './server-section.ts'
import * as lines from './status-lines.ts'

interface State {
  readonly snapshots: PolledState
  readonly section: SectionState
  readonly uses: UsesState
}

type Answer = (line: number) => void

/** Lines kept with what they mean. */
const mostAnswers = 50_000
/** No pool is that large: it says that licences are not counted. */
const mostCounted = 60_000_000

/** Reads what `lmstat` prints, one output or many. A snapshot is one output; it may hold several servers, one section each. */
export const createLmstatReader: UsageFormat['createReader'] = (writer, resume, startDay): UsageReader => {
  const state = resume as State | undefined
  const snapshots = createPolledSnapshots(writer, state?.snapshots, startDay)
  const section = createServerSection(writer, snapshots, state?.section)
  const uses = createFeatureUses(writer, snapshots, section, state?.uses)
  const answers = new Map<string, Answer>()
  let hasContent = false
  let table: { readonly isVendorFirst: boolean; readonly rows: TableRow[] } | undefined

  const closeSection = (): void => {
    uses.closeFeature()
    if (table) uses.table(table.rows)
    uses.settleServer()
    table = undefined
    section.close()
  }
  const closeSnapshot = (): void => {
    closeSection()
    snapshots.close()
    hasContent = false
  }

  const begun = (text: string, line: number): boolean => {
    if (lines.copyright.test(text)) {
      closeSnapshot()
      writer.ignored('banner')
      return true
    }
    if (lines.statusOnAnything.test(text)) {
      if (hasContent) closeSnapshot()
      const instant = statusInstant(text)
      if (instant === undefined) writer.reject('not-a-date', line, text)
      else {
        snapshots.date({ time: instant, isUtc: false })
        writer.ignored('date')
      }
      return true
    }
    const stamp = statedInstant(text)
    if (!stamp) return false
    closeSnapshot()
    snapshots.stamp(stamp)
    writer.ignored('date')
    return true
  }

  const featureAnswer = (text: string, parts: RegExpExecArray): Answer => {
    const [, name = '', total, uncounted, error] = parts
    if (error !== undefined)
      return () => {
        hasContent = true
        uses.closeFeature()
        writer.ignored('feature without an answer')
      }
    const licences = uncounted || Number(total) > mostCounted ? capacityUncounted : Number(total)
    return (line) => {
      hasContent = true
      uses.feature(name, licences, line, text)
    }
  }
  /** Lines that mean the same wherever they stand, which most polls repeat word for word; undefined: it is none. */
  const answerTo = (text: string): Answer | undefined => {
    const users = lines.usersOf.exec(text)
    if (users) return featureAnswer(text, users)
    const head = lines.pool.exec(text)
    if (head) return () => uses.pool(head[2] as string, head[3] as string)
    if (lines.reservation.test(text)) return () => writer.ignored('reservation, which is no use')
    if (lines.kindOfLicence.test(text)) return () => writer.ignored('kind of licence')
    return undefined
  }
  const isAnswered = (text: string, line: number): boolean => {
    let answer = answers.get(text)
    if (!answer) {
      answer = answerTo(text)
      if (!answer) return false
      if (answers.size > mostAnswers) answers.clear()
      answers.set(text, answer)
    }
    answer(line)
    return true
  }

  const tableRow = (text: string, line: number): boolean => {
    if (!table || lines.otherLines.some(([pattern]) => pattern.test(text))) return false
    const row = tableRowOf(text, table.isVendorFirst)
    if (row === undefined) return false
    if (typeof row === 'string') writer.reject(row, line, text)
    else if (snapshots.time() === undefined) snapshots.refuse(line, text)
    else if (row.expiry !== undefined && row.expiry <= (snapshots.time() as number))
      writer.ignored('licence that has ended')
    else {
      table.rows.push(row)
      writer.used('licence line')
    }
    return true
  }

  const status = (text: string, line: number): boolean => {
    const server = lines.serverStatus.exec(text)
    if (server) {
      if (hasContent) closeSection()
      hasContent = true
      section.server(serverOf(server[1] as string))
      writer.ignored('server status')
      return true
    }
    if (!section.host(text, line)) return false
    hasContent = true
    return true
  }

  return {
    line(text, line) {
      if (text === '') return writer.ignored('blank line')
      if (uses.knownHolding(text)) return
      if (text.trim() === '') return writer.ignored('blank line')
      if (isAnswered(text, line)) return
      if (uses.holding(text, line)) {
        hasContent = true
        return
      }
      if (begun(text, line) || status(text, line)) return
      const columns = tableHead.exec(text)
      if (columns) {
        hasContent = true
        table = { isVendorFirst: /^vendor/i.test(columns[1] as string), rows: [] }
        return writer.ignored('table head')
      }
      if (tableRow(text, line)) return
      const other = lines.otherLines.find(([pattern]) => pattern.test(text))
      if (other) writer.ignored(other[1])
      else if (lines.tornUsersOf.test(text)) {
        uses.closeFeature()
        writer.reject('torn', line, text)
      } else writer.reject('unknown-line', line, text)
    },
    get settled() {
      return !hasContent
    },
    flush: snapshots.flush,
    finish() {
      closeSnapshot()
      snapshots.finish()
    },
    save: (): State => ({ snapshots: snapshots.save(), section: section.save(), uses: uses.save() }),
  }
}

/** The first host of `27000@lic01,27000@lic02`: three of them are one redundant server. */
const serverOf = (list: string): string => (list.split(/[,;\s]/)[0] as string).replace(/^.*@/, '')

const statusInstant = (text: string): number | undefined => {
  const parts = lines.statusOn.exec(text)
  if (!parts) return undefined
  const [, weekday, month, day, year, hour, minute] = parts
  const midnight = weekday
    ? weekdayDate(weekday, Number(month), Number(day), Number(year))
    : secondsOf(Number(year), Number(month), Number(day))
  const clock = secondsOf(2000, 1, 1, Number(hour), Number(minute))
  return midnight === undefined || clock === undefined ? undefined : midnight + (clock % 86400)
}

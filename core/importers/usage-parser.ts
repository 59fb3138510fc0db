import { subjectAttributes } from '../facts/usage-fact.ts'
import { decodeText } from '../reading/decoding.ts'
import type { LineParser, ParserOptions } from './importer.ts'
import type { UsageFormat, UsageWriter } from './usage-importer.ts'
import { createUsageRows } from './usage-rows.ts'
import { createUsageTally, type UsageTallyState } from './usage-tally.ts'

interface State {
  readonly tally: UsageTallyState
  readonly reader: unknown
  readonly isUtc: boolean
}

/** Runs a format's reader as a parser of lines: decodes, counts, collects its rows, and saves where it stands. */
export const createUsageParser = (
  { dictionary, resume, startDay, columns }: ParserOptions,
  createReader: UsageFormat['createReader'],
): LineParser => {
  const state = resume as State | undefined
  const tally = createUsageTally(state?.tally)
  const rows = createUsageRows()
  rows.isUtc = state?.isUtc ?? false
  const { subjects } = dictionary
  let lineNumber = state?.tally.lines ?? 0
  let takeable: (() => void) | undefined

  const writer: UsageWriter = {
    subject: (kind, attributes) => {
      const given = attributes as { readonly [name: string]: string | undefined }
      return subjects.subject(
        kind,
        subjectAttributes[kind].map((name) => given[name] ?? ''),
      )
    },
    subjectOf: subjects.subject,
    text: subjects.text,
    row: (kind, time, length, subject, count = 1, detail = 0, number = 0) => {
      rows.add(kind, time, length, subject, count, detail, number, lineNumber)
    },
    clock: (of) => {
      rows.isUtc = of === 'utc'
    },
    used: tally.used,
    ignored: tally.ignored,
    reject: tally.reject,
    server: tally.server,
    daemon: tally.daemon,
    zone: tally.zone,
  }
  const startsOn = startDay === undefined ? undefined : Math.floor(startDay / 86400)
  const reader = createReader(writer, state?.reader, startsOn, columns)
  const isSettled = (): boolean => reader.settled !== false
  let isDated = (state?.tally.facts ?? 0) > 0

  return {
    line(bytes, start, end, number) {
      if (takeable && isSettled()) {
        const handler = takeable
        takeable = undefined
        handler()
      }
      tally.line()
      lineNumber = number
      reader.line(decodeText(bytes, start, end), number)
    },
    tooLong(number, firstBytes) {
      tally.line()
      lineNumber = number
      tally.reject('too-long', number, decodeText(firstBytes, 0, firstBytes.length))
    },
    whenTakeable(handler) {
      takeable = handler
    },
    get settled() {
      return isSettled()
    },
    get pendingRows() {
      return rows.size
    },
    take() {
      reader.flush?.()
      if (rows.size > 0) isDated = true
      return rows.take()
    },
    finish: () => reader.finish?.(),
    save: (): State => ({ tally: tally.save(), reader: reader.save(), isUtc: rows.isUtc }),
    findings: () => tally.findings(isDated || rows.size > 0),
  }
}

// node e2e/recount/main.ts ID FILE... [--zone Z] [--server NAME] [--start-date D] [--calendar JSON-FILE]
//      [--user-map FILE] [--host-map FILE] [--licence FILE]                                          the records of a data type as CSV
// node e2e/recount/main.ts summary FILE... [...]                                    what was read, as text

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { toCsv } from './csv.ts'
import { withLicences } from './licence-file.ts'
import { isoWithOffset } from './local-time.ts'
import { readNameMap } from './name-groups.ts'
import type { Calendar } from './prime-time.ts'
import { hourlyRecords, RECOUNTED_TYPES } from './records.ts'
import { recount } from './recount.ts'
import type { Recount } from './recount-shapes.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    zone: { type: 'string' },
    server: { type: 'string' },
    'start-date': { type: 'string' },
    calendar: { type: 'string' },
    'user-map': { type: 'string' },
    'host-map': { type: 'string' },
    licence: { type: 'string' },
  },
})
const [id, ...paths] = positionals
if (paths.length === 0 || (id !== 'summary' && !RECOUNTED_TYPES.includes(Number(id)))) {
  process.stderr.write(
    `usage: main.ts ID|summary FILE... [--zone Z] [--server NAME] [--start-date D] [--calendar JSON-FILE] [--user-map FILE] [--host-map FILE] [--licence FILE]\n`,
  )
  process.stderr.write(`ID is one of ${RECOUNTED_TYPES.join(' ')}\n`)
  process.exit(2)
}
const zone = values.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
const read = recount(
  paths.map((path) => ({ name: basename(path), bytes: readFileSync(path) })),
  { server: values.server, zone, startDate: values['start-date'] },
)
const counted = values.licence ? withLicences(read, readFileSync(values.licence, 'utf8')) : read
if (id === 'summary') process.stdout.write(summary(counted))
else {
  const calendar = values.calendar ? (JSON.parse(readFileSync(values.calendar, 'utf8')) as Calendar) : undefined
  const map = (path: string | undefined) => path && readNameMap(readFileSync(path, 'utf8'))
  const groups = { user: map(values['user-map']) || undefined, host: map(values['host-map']) || undefined }
  const { columns, rows } = hourlyRecords(counted, Number(id), calendar && { calendar, zone }, groups)
  process.stdout.write(toCsv(columns, rows))
}
for (const { name, reason } of counted.refused) process.stderr.write(`${name}: left out, ${reason}\n`)
for (const name of counted.unknownServer) process.stderr.write(`${name}: the server is not known\n`)
for (const { name, rejected } of counted.files)
  if (rejected.length > 0) process.stderr.write(`${name}: ${rejected.length} lines rejected\n`)
const clean =
  counted.refused.length + counted.unknownServer.length === 0 &&
  counted.files.every((file) => file.rejected.length === 0)
process.exitCode = clean ? 0 : 1

function summary({ files, streams }: Recount): string {
  const lines: string[] = []
  const when = (at: number) => (Number.isNaN(at) ? '-' : isoWithOffset(zone, at))
  for (const { name, lines: total, blank, read, events, rejected, pieces } of files) {
    const reasons = Map.groupBy(rejected, (one) => one.reason)
    const why = [...reasons].map(([reason, list]) => `${reason} ${list.length}`).join(', ') || 'none'
    lines.push(`${name}: ${total} lines, ${blank} blank, ${read} read, ${events} events, rejected: ${why}`)
    for (const piece of pieces) lines.push(`  piece ${when(piece.from)} .. ${when(piece.to)}, ${piece.lines} lines`)
  }
  for (const stream of streams) {
    lines.push(
      `${stream.server}: ${stream.lines} lines (${stream.twice} told twice), ${when(stream.firstAt)} .. ${when(stream.lastAt)}`,
    )
    for (const run of stream.runs)
      lines.push(`  run ${run.daemon} ${when(run.start)} .. ${when(run.end)} (${run.ending})`)
    const open = stream.checkouts.filter((one) => one.open).length
    lines.push(
      `  ${stream.known.length} features, ${stream.checkouts.length} checkouts (${open} still open), ${stream.queue.length} queued`,
    )
  }
  const types = RECOUNTED_TYPES.map((type) => `${type}: ${hourlyRecords(counted, type).rows.length}`)
  lines.push(`records ${types.join(', ')}`)
  return `${lines.join('\n')}\n`
}

import { resolve } from 'node:path'
import { parseColumns } from '../api/check-columns.ts'
import { checkOptions } from '../api/imports-api.ts'
import type { Client } from '../contract/client.ts'
import type { Api } from '../contract/contract.ts'
import type { ImportRecord } from '../contract/imports.ts'
import type { Task } from '../contract/tasks.ts'
import { withCalls } from './console-calls.ts'
import { type ConsoleIo, createProgressLine, ExitStatus, say } from './console-io.ts'

export interface ImportCommandOptions {
  readonly db: string
  readonly zone?: string
  readonly server?: string
  readonly format?: string
  readonly startDate?: string
  readonly columns?: string
}

export const importCommand = async (
  paths: readonly string[],
  options: ImportCommandOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const { db, zone, server, format, startDate, columns } = options
  const params = {
    files: paths.map((path) => ({ path: resolve(path) })),
    ...(zone ? { zone } : {}),
    ...(server === undefined ? {} : { server: server.trim() }),
    ...(format ? { format } : {}),
    ...(startDate ? { startDate } : {}),
    ...(columns === undefined ? {} : { columns: parseColumns(columns) }),
  }
  checkOptions(params)
  return withCalls(db, io, (call) => runImport(call, params, io), { creates: true, sent: 'the import is sent there' })
}

const isActive = ({ state }: Task): boolean => state === 'waiting' || state === 'running'
const isOver = ({ state }: ImportRecord): boolean => state !== 'waiting' && state !== 'running' && state !== 'deriving'

const runImport = async (
  call: Client['call'],
  params: Parameters<Api['imports.start']>[0],
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const progress = createProgressLine(io)
  const started = await call('imports.start', params)
  const first = Math.min(...started.map(({ id }) => id))
  let records: readonly ImportRecord[] = started
  let rounds = 0
  for (let pause = 5; ; pause = Math.min(150, pause * 2)) {
    await new Promise((done) => setTimeout(done, pause))
    const tasks = await call('tasks.list', {})
    const task = tasks.find(({ state }) => state === 'running')
    if (task) {
      const share = task.total > 0 ? `${Math.floor((task.done / task.total) * 100)} %, ` : ''
      const left = task.secondsLeft === undefined ? '' : `, about ${task.secondsLeft} s left`
      progress.show(
        `${task.title}: ${share}${task.detail}${task.linesPerSecond ? `, ${task.linesPerSecond.toLocaleString('en-US')} lines/s` : ''}${left}`,
      )
    }
    // Asked for once the work is through: an archive may have brought thousands of rows, and between two of its files all are over.
    const isOurs = ({ importId }: Task) => started.some(({ id }) => id === importId)
    if (tasks.some((one) => isActive(one) && isOurs(one))) continue
    // A file that had grown is told by the row made for this import; contents of an archive come as further rows.
    records = (await call('imports.list', {})).filter(({ id }) => id >= first)
    if (records.every(isOver)) break
    // Its end could not be written, as on a full disk: the task still knows how it went.
    if (tasks.some(isActive)) rounds = 0
    else if (++rounds > 5) break
  }
  progress.clear()
  let status: ExitStatus = ExitStatus.well
  for (const record of [...records].sort((a, b) => a.id - b.id)) {
    if (!(await tell(call, record, io))) status = ExitStatus.rejected
  }
  return status
}

/** Says how a file went. @returns whether all went well */
const tell = async (call: Client['call'], record: ImportRecord, io: ConsoleIo): Promise<boolean> => {
  const { id, fileName, state, outcome, server, zone, zoneOrigin, duplicates, needsServer, rejected, daemons } = record
  if (!isOver(record)) {
    const task = (await call('tasks.list', {})).find(({ importId }) => importId === id)
    say(
      io,
      `${fileName}: not through: ${task?.detail ?? outcome} What was stored is kept; import the file again to go on.`,
    )
    return false
  }
  say(io, `${fileName}: ${outcome}`)
  if (state !== 'finished') return false
  if (record.facts === 0 && record.linesRead === 0) return true
  if (record.standing !== undefined) {
    say(io, `  ${record.format}, vendor daemons ${daemons.join(', ') || 'none'}. ${record.standing}`)
    if (needsServer) say(io, '  Import it again with --server NAME to say which server it belongs to.')
    await tellRejections(call, record, io)
    return rejected === 0 && !needsServer
  }
  const whose = record.isUsage
    ? [
        server === undefined ? record.format : `${record.format} of ${server}`,
        ...(daemons.length > 0 ? [`vendor daemons ${daemons.join(', ')}`] : []),
      ].join(', ')
    : `server ${server ?? 'unknown'}, vendor daemons ${daemons.join(', ') || 'none'}`
  say(io, `  ${whose}, time zone ${zone ?? 'unknown'}${zoneOrigin ? ` (${zoneOrigin})` : ''}`)
  if (needsServer)
    say(
      io,
      '  The log does not name its server; its lines count for “unknown”. Import it again with --server NAME to say it.',
    )
  if (duplicates > 0)
    say(
      io,
      `  ${duplicates.toLocaleString('en-US')} lines stand in another file or earlier in this one too; they count once.`,
    )
  await tellRejections(call, record, io)
  return rejected === 0 && !needsServer
}

const tellRejections = async (call: Client['call'], { id, rejected }: ImportRecord, io: ConsoleIo): Promise<void> => {
  if (rejected === 0) return
  const { rejections } = await call('imports.report', { id })
  for (const { reason, count, explanation, examples } of rejections) {
    say(
      io,
      `  ${count === 1 ? '1 line' : `${count.toLocaleString('en-US')} lines`} rejected: ${reason}. ${explanation}`,
    )
    for (const { line, text } of examples.slice(0, 3)) say(io, `    line ${line}: ${text}`)
  }
}

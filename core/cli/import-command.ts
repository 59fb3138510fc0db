import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { checkOptions } from '../api/imports-api.ts'
import { createClient } from '../contract/client.ts'
import type { Api } from '../contract/contract.ts'
import type { ConsoleError } from '../contract/errors.ts'
import type { ImportRecord } from '../contract/imports.ts'
import type { Task } from '../contract/tasks.ts'
import { connectCommandSocket, serveCommandSocket } from '../host/command-socket.ts'
import { createDispatcher } from '../host/dispatcher.ts'
import { findWriter } from '../host/writer-lock.ts'
import { openCore } from '../open-core.ts'
import { type ConsoleIo, createProgressLine, ExitStatus, say } from './console-io.ts'
import { bundledResources } from './resources-folder.ts'

export interface ImportCommandOptions {
  readonly db: string
  readonly zone?: string
  readonly server?: string
  readonly format?: string
  readonly startDate?: string
}

/** Milliseconds for which a database that another command is opening or closing is waited for. */
const patience = 15_000

/** Calls of the contract, here or in the process that has the database open. */
type Calls = Pick<Api, 'imports.start' | 'imports.list' | 'imports.report' | 'tasks.list'>

export const importCommand = async (
  paths: readonly string[],
  options: ImportCommandOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const { db, zone, server, format, startDate } = options
  const params = {
    files: paths.map((path) => ({ path: resolve(path) })),
    ...(zone ? { zone } : {}),
    ...(server === undefined ? {} : { server: server.trim() }),
    ...(format ? { format } : {}),
    ...(startDate ? { startDate } : {}),
  }
  checkOptions(params)
  const deadline = performance.now() + patience
  for (;;) {
    try {
      return await importOnce(db, params, io)
    } catch (error) {
      // Another command that is just taking or giving back the database. What it brought already is known by its content.
      if ((error as ConsoleError).code !== 'busy' || performance.now() > deadline) throw error
      await pause(200)
    }
  }
}

const importOnce = async (
  db: string,
  params: Parameters<Api['imports.start']>[0],
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const writer = existsSync(db) ? await findWriter(db) : undefined
  if (writer) {
    say(io, `Another Lictor (process ${writer.pid}) has this database open; the import is sent there.`)
    const transport = await connectCommandSocket(writer.socket)
    const client = createClient(transport)
    const calls = {
      'imports.start': (p) => client.call('imports.start', p),
      'imports.list': (p) => client.call('imports.list', p),
      'imports.report': (p) => client.call('imports.report', p),
      'tasks.list': (p) => client.call('tasks.list', p),
    } satisfies Calls
    try {
      return await runImport(calls, params, io)
    } finally {
      transport.close()
    }
  }
  const isNew = !existsSync(db) || statSync(db).size === 0
  const core = await openCore({
    database: db,
    resources: bundledResources(),
    host: { kind: 'browser', picksFiles: false, savesExports: 'download', nativeNotifications: false },
    log: (error, where) =>
      say(io, error === undefined ? where : `${where}: ${error instanceof Error ? error.message : String(error)}`),
  })
  if (isNew) say(io, `Created the database ${resolve(db)}.`)
  const dispatcher = createDispatcher({ api: core.api, onEvent: core.onEvent, log: () => undefined })
  const commands = await serveCommandSocket(core.socket, (port) => dispatcher.connect(port), core.lock)
  try {
    const status = await runImport(core.api, params, io)
    // Another command may have sent work here meanwhile.
    await core.idle()
    return status
  } finally {
    await commands.close()
    dispatcher.close()
    await core.close()
  }
}

const isActive = ({ state }: Task): boolean => state === 'waiting' || state === 'running'
const isOver = ({ state }: ImportRecord): boolean => state !== 'waiting' && state !== 'running' && state !== 'deriving'

const runImport = async (
  api: Calls,
  params: Parameters<Api['imports.start']>[0],
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const progress = createProgressLine(io)
  const started = await api['imports.start'](params)
  const first = Math.min(...started.map(({ id }) => id))
  let records: readonly ImportRecord[] = started
  let rounds = 0
  for (let pause = 5; ; pause = Math.min(150, pause * 2)) {
    await new Promise((done) => setTimeout(done, pause))
    const tasks = await api['tasks.list']({})
    const task = tasks.find(({ state }) => state === 'running')
    if (task) {
      const share = task.total > 0 ? `${Math.floor((task.done / task.total) * 100)} %, ` : ''
      const left = task.secondsLeft === undefined ? '' : `, about ${task.secondsLeft} s left`
      progress.show(
        `${task.title}: ${share}${task.detail}${task.linesPerSecond ? `, ${task.linesPerSecond.toLocaleString('en-US')} lines/s` : ''}${left}`,
      )
    }
    // A file that had grown is told by the row made for this import; contents of an archive come as further rows.
    records = (await api['imports.list']({})).filter(({ id }) => id >= first)
    // Between two files of an archive all rows are over, and the task is not.
    const isOurs = ({ importId }: Task) => started.some(({ id }) => id === importId)
    if (records.every(isOver) && !tasks.some((one) => isActive(one) && isOurs(one))) break
    // Its end could not be written, as on a full disk: the task still knows how it went.
    if (tasks.some(isActive)) rounds = 0
    else if (++rounds > 5) break
  }
  progress.clear()
  let status: ExitStatus = ExitStatus.well
  for (const record of [...records].sort((a, b) => a.id - b.id)) {
    if (!(await tell(api, record, io))) status = ExitStatus.rejected
  }
  return status
}

/** Says how a file went. @returns whether all went well */
const tell = async (api: Calls, record: ImportRecord, io: ConsoleIo): Promise<boolean> => {
  const { id, fileName, state, outcome, server, zone, zoneOrigin, duplicates, needsServer, rejected, daemons } = record
  if (!isOver(record)) {
    const task = (await api['tasks.list']({})).find(({ importId }) => importId === id)
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
    await tellRejections(api, record, io)
    return rejected === 0 && !needsServer
  }
  const whose = server ?? 'unknown'
  say(
    io,
    `  server ${whose}, vendor daemons ${daemons.join(', ') || 'none'}, time zone ${zone ?? 'unknown'}${zoneOrigin ? ` (${zoneOrigin})` : ''}`,
  )
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
  await tellRejections(api, record, io)
  return rejected === 0 && !needsServer
}

const tellRejections = async (api: Calls, { id, rejected }: ImportRecord, io: ConsoleIo): Promise<void> => {
  if (rejected === 0) return
  const { rejections } = await api['imports.report']({ id })
  for (const { reason, count, explanation, examples } of rejections) {
    say(
      io,
      `  ${count === 1 ? '1 line' : `${count.toLocaleString('en-US')} lines`} rejected: ${reason}. ${explanation}`,
    )
    for (const { line, text } of examples.slice(0, 3)) say(io, `    line ${line}: ${text}`)
  }
}

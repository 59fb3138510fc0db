import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Client, createClient } from '../contract/client.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { Task } from '../contract/tasks.ts'
import { connectCommandSocket, serveCommandSocket } from '../host/command-socket.ts'
import { createDispatcher } from '../host/dispatcher.ts'
import { findWriter } from '../host/writer-lock.ts'
import { type Core, openCore } from '../open-core.ts'
import { browserHost } from './browser-host.ts'
import { type ConsoleIo, createProgressLine, say } from './console-io.ts'
import { bundledResources } from './resources-folder.ts'

export interface OwnCoreOptions {
  /** Looks at the watched folders meanwhile. */
  readonly watches?: boolean
}

/** Opens the database for writing for as long as the work takes; other commands may send theirs here meanwhile. Says when it creates it. */
export const withOwnCore = async <T>(
  db: string,
  io: ConsoleIo,
  work: (core: Core) => Promise<T>,
  { watches = false }: OwnCoreOptions = {},
): Promise<T> => {
  const isNew = !existsSync(db) || statSync(db).size === 0
  const core = await openCore({
    database: db,
    resources: bundledResources(),
    host: browserHost,
    watches,
    log: (error, where) =>
      say(io, error === undefined ? where : `${where}: ${error instanceof Error ? error.message : String(error)}`),
  })
  if (isNew) say(io, `Created the database ${resolve(db)}.`)
  const dispatcher = createDispatcher({ api: core.api, onEvent: core.onEvent, log: () => undefined })
  const commands = await serveCommandSocket(core.socket, (port) => dispatcher.connect(port), core.lock)
  try {
    const result = await work(core)
    // Another command may have sent work here meanwhile. Watching ends at once: what is under way goes on next time.
    if (!watches) await core.idle()
    return result
  } finally {
    await commands.close()
    dispatcher.close()
    await core.close()
  }
}

export interface CallsOptions {
  /** A missing database is created; else it is refused. */
  readonly creates?: boolean
  /** What is said of work that another process does. */
  readonly sent?: string
}

/** Milliseconds for which a database that another command is opening or closing is waited for. */
const patience = 15_000

/**
 * Lets a command make calls of the contract: in the process that has the database open for writing, else here for as long as it takes.
 * @throws ConsoleError `refused` when there is no such database and none is to be created
 */
export const withCalls = async <T>(
  db: string,
  io: ConsoleIo,
  work: (call: Client['call']) => Promise<T>,
  { creates = false, sent = 'it does the work' }: CallsOptions = {},
): Promise<T> => {
  if (!creates && !existsSync(db))
    throw new ConsoleError('refused', `There is no database ${db}. \`lictor import\` creates one.`)
  const deadline = performance.now() + patience
  for (;;) {
    try {
      return await callsOnce(db, io, work, sent)
    } catch (error) {
      // Another command that is just taking or giving back the database. Work that it took over from here is done only once.
      if ((error as ConsoleError).code !== 'busy' || performance.now() > deadline) throw error
      await pause(200)
    }
  }
}

const callsOnce = async <T>(
  db: string,
  io: ConsoleIo,
  work: (call: Client['call']) => Promise<T>,
  sent: string,
): Promise<T> => {
  const writer = existsSync(db) ? await findWriter(db) : undefined
  if (!writer)
    return withOwnCore(db, io, ({ api }) => work(((name, params) => api[name](params as never)) as Client['call']))
  say(io, `Another Lictor (process ${writer.pid}) has this database open; ${sent}.`)
  const transport = await connectCommandSocket(writer.socket)
  try {
    return await work(createClient(transport).call)
  } finally {
    transport.close()
  }
}

/** Waits for a task, telling its progress. @returns the task as it ended; undefined when nobody knows of it any more */
export const taskEnded = async (call: Client['call'], id: number, io: ConsoleIo): Promise<Task | undefined> => {
  const progress = createProgressLine(io)
  try {
    for (let pause = 5; ; pause = Math.min(150, pause * 2)) {
      const task = (await call('tasks.list', {})).find((one) => one.id === id)
      if (task?.state !== 'waiting' && task?.state !== 'running') return task
      progress.show(`${task.title}: ${task.detail}`)
      await new Promise((done) => setTimeout(done, pause))
    }
  } finally {
    progress.clear()
  }
}

import { existsSync } from 'node:fs'
import { type Client, createClient } from '../contract/client.ts'
import { ConsoleError } from '../contract/errors.ts'
import type { Task } from '../contract/tasks.ts'
import { connectCommandSocket, serveCommandSocket } from '../host/command-socket.ts'
import { createDispatcher } from '../host/dispatcher.ts'
import { findWriter } from '../host/writer-lock.ts'
import { openCore } from '../open-core.ts'
import { type ConsoleIo, createProgressLine, say } from './console-io.ts'
import { bundledResources } from './resources-folder.ts'

/**
 * Lets a command make calls of the contract: in the process that has the database open for writing, else here for as long as it takes.
 * @throws ConsoleError `refused` when there is no such database
 */
export const withCalls = async <T>(
  db: string,
  io: ConsoleIo,
  work: (call: Client['call']) => Promise<T>,
): Promise<T> => {
  if (!existsSync(db)) throw new ConsoleError('refused', `There is no database ${db}. \`lictor import\` creates one.`)
  const writer = await findWriter(db)
  if (writer) {
    say(io, `Another Lictor (process ${writer.pid}) has this database open; it does the work.`)
    const transport = await connectCommandSocket(writer.socket)
    try {
      return await work(createClient(transport).call)
    } finally {
      transport.close()
    }
  }
  const core = await openCore({
    database: db,
    resources: bundledResources(),
    host: { kind: 'browser', picksFiles: false, savesExports: 'download', nativeNotifications: false },
    log: (error, where) => say(io, `${where}: ${error instanceof Error ? error.message : String(error)}`),
  })
  const dispatcher = createDispatcher({ api: core.api, onEvent: core.onEvent, log: () => undefined })
  const commands = await serveCommandSocket(core.socket, (port) => dispatcher.connect(port), core.lock)
  try {
    const result = await work(((name, params) => core.api[name](params as never)) as Client['call'])
    await core.idle()
    return result
  } finally {
    await commands.close()
    dispatcher.close()
    await core.close()
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

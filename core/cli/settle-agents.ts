import { existsSync } from 'node:fs'
import { hasWaitingBatches } from '../database/agent-batch-table.ts'
import { openDatabase } from '../database/connection.ts'
import { readMigrations } from '../database/migrate.ts'
import { findWriter } from '../host/writer-lock.ts'
import { type ConsoleIo, say } from './console-io.ts'

/** Milliseconds for which a report waits for a console that is busy. */
const patience = 60_000

/**
 * Sees to it that everything agents have sent counts: the console does it where one runs, else what a crash left is folded here. A report
 * is answered in any case, and says so when something may be missing.
 */
export const settleAgents = async (db: string, io: ConsoleIo): Promise<void> => {
  if (!existsSync(db)) return
  try {
    const writer = await findWriter(db)
    if (writer) await settleThere(writer.socket)
    else if (await isWaiting(db)) {
      // All of a console, which most reports need not load.
      const { withOwnCore } = await import('./console-calls.ts')
      await withOwnCore(db, io, ({ api }) => api['agents.settle']({}))
    }
  } catch (error) {
    say(io, `What agents sent last may be missing: ${(error as Error).message}`)
  }
}

const settleThere = async (socket: string): Promise<void> => {
  const { connectCommandSocket } = await import('../host/command-socket.ts')
  const { createClient } = await import('../contract/client.ts')
  const transport = await connectCommandSocket(socket)
  let timer: NodeJS.Timeout | undefined
  try {
    await Promise.race([
      createClient(transport).call('agents.settle', {}),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error('the console is busy with other work.')), patience)
      }),
    ])
  } finally {
    clearTimeout(timer)
    transport.close()
  }
}

/** First version of the database that knows agents. */
const withAgents = 7

const isWaiting = async (db: string): Promise<boolean> => {
  const database = await openDatabase(db, { readOnly: true, newestVersion: (await readMigrations()).length })
  try {
    return database.openedVersion >= withAgents && (await hasWaitingBatches(database))
  } finally {
    await database.close()
  }
}

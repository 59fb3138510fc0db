import { type Client, createClient } from '../../core/contract/client.ts'
import { connectCommandSocket } from '../../core/host/command-socket.ts'
import { findWriter } from '../../core/host/writer-lock.ts'

/**
 * Makes calls of the contract at the console that has the database open, on the line that commands use.
 * @throws Error when no console has it open
 */
export const callConsole = async <T>(database: string, work: (call: Client['call']) => Promise<T>): Promise<T> => {
  const writer = await findWriter(database)
  if (!writer) throw new Error(`No console has ${database} open.`)
  const transport = await connectCommandSocket(writer.socket)
  try {
    return await work(createClient(transport).call)
  } finally {
    transport.close()
  }
}

import { connect } from 'node:net'
import { join } from 'node:path'
import { type Client, createClient } from '../contract/client.ts'
import { connectCommandSocket } from '../host/command-socket.ts'
import { findWriter } from '../host/writer-lock.ts'
import { lictorProcess, until } from './fault-fixture.ts'

/** A console as a process of its own, as `lictor serve` makes it, on one database and one socket for agents all the time. */
export interface ServedConsole {
  /** For agents. */
  readonly socket: string
  /** A call of the contract. @throws while the console is down */
  readonly call: Client['call']
  /** As a power cut does. */
  kill(): Promise<void>
  /** Once agents can connect again. */
  start(): Promise<void>
}

/** For tests: begins to serve; killed with the test. */
export const servedConsole = async (folder: string, resources: string): Promise<ServedConsole> => {
  const [database, socket] = [join(folder, 'lictor.db'), join(folder, 'agents.sock')]
  let running: ReturnType<typeof lictorProcess> | undefined
  let client: Client | undefined

  const start = async (): Promise<void> => {
    const begun = lictorProcess(['serve', '--db', database, '--agent-socket', socket, '--no-open'], {
      env: { LICTOR_RESOURCES: resources },
    })
    running = begun
    let hasEnded = false
    void begun.ended.then(() => {
      hasEnded = true
    })
    await until(async () => {
      if (hasEnded) throw new Error(`The console did not begin:\n${begun.told()}`)
      return begun.told().includes('Agents of this machine connect') && (await isListening(socket))
    }, 60)
    const writer = await findWriter(database)
    if (!writer) throw new Error('No console has the database open.')
    client = createClient(await connectCommandSocket(writer.socket))
  }
  await start()
  return {
    socket,
    call: (name, params) =>
      client === undefined ? Promise.reject(new Error('The console is down.')) : client.call(name, params),
    async kill() {
      client = undefined
      running?.child.kill('SIGKILL')
      await running?.ended
    },
    start,
  }
}

const isListening = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

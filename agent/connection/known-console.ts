import type { Enrolment } from '../enrolment.ts'
import { type ConsoleConnection, openConnection } from './console-connection.ts'
import { proveConsole } from './prove-console.ts'
import { readServerAddress } from './server-address.ts'

export interface KnownConsole {
  readonly connection: ConsoleConnection
  /** Say who asks. Over TLS the certificate does. */
  readonly headers: { readonly [name: string]: string }
}

/**
 * A connection to the console that the agent was enrolled with: on the local socket it has shown that it knows the secret, before
 * that is sent. @throws ConsoleRefusal, ConsoleUnreachable
 */
export const openKnownConsole = async ({ agent, server, credential }: Enrolment): Promise<KnownConsole> => {
  const isSecret = credential.kind === 'secret'
  const connection = await openConnection(readServerAddress(server), isSecret ? undefined : credential)
  if (!isSecret) return { connection, headers: {} }
  try {
    await proveConsole(connection, agent, credential.secret)
  } catch (error) {
    connection.close()
    throw error
  }
  return { connection, headers: { authorization: `Lictor ${agent} ${credential.secret}` } }
}

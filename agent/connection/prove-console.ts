import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { type HelloAnswer, helloAnswer } from '../../core/agents/protocol/messages.ts'
import type { ConsoleConnection } from './console-connection.ts'
import { ConsoleUnreachable } from './console-refusal.ts'
import { withoutUnknown } from './without-unknown.ts'

export interface Hello {
  readonly answer: HelloAnswer
  /** It knows the secret. */
  readonly isProved: boolean
}

/** Asks who is there. @throws ConsoleRefusal, ConsoleUnreachable */
export const sayHello = async (connection: ConsoleConnection, agent: string, secret = ''): Promise<Hello> => {
  const nonce = randomBytes(32).toString('hex')
  const told = withoutUnknown(
    helloAnswer,
    await connection.ask({
      method: 'GET',
      path: '/v1/hello',
      headers: { 'x-lictor-agent': agent, 'x-lictor-nonce': nonce },
    }),
  )
  if (!told.success) throw new ConsoleUnreachable('What answers there is no console of Lictor.')
  const expected = createHmac('sha256', createHash('sha256').update(secret).digest()).update(nonce).digest()
  const proof = Buffer.from(told.data.proof, 'hex')
  const isProved = secret !== '' && proof.length === expected.length && timingSafeEqual(proof, expected)
  return { answer: told.data, isProved }
}

/** On the local socket, before the secret is sent: another program may have taken its name. @throws ConsoleUnreachable, ConsoleRefusal */
export const proveConsole = async (connection: ConsoleConnection, agent: string, secret: string): Promise<void> => {
  const { isProved } = await sayHello(connection, agent, secret)
  if (!isProved)
    throw new ConsoleUnreachable(
      'What answers at the local socket is not the console that this agent was enrolled with, or no longer knows it. Nothing was sent. Enrol this agent again if it was removed there.',
    )
}

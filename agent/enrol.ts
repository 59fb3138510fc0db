import { networkInterfaces } from 'node:os'
import { type JoinToken, readJoinToken } from '../core/agents/protocol/join-token.ts'
import { protocolVersion } from '../core/agents/protocol/limits.ts'
import { type EnrolRequest, enrolAnswer } from '../core/agents/protocol/messages.ts'
import { AgentProblem } from './agent-problem.ts'
import { makeCertificateRequest } from './connection/certificate-request.ts'
import { openConnection } from './connection/console-connection.ts'
import { fetchAuthority } from './connection/pinned-authority.ts'
import { toStore } from './connection/received-credential.ts'
import { readServerAddress, type ServerAddress } from './connection/server-address.ts'
import { withoutUnknown } from './connection/without-unknown.ts'
import { type DataFolder, makeDataFolder } from './data-folder.ts'
import { type Enrolment, writeEnrolment } from './enrolment.ts'
import { ensureIdentity } from './identity.ts'
import { addressesOf, readMachineFacts } from './machine/machine-facts.ts'
import { takeRunLock } from './run-lock.ts'
import { agentVersion } from './version.ts'

/**
 * Introduces this machine to a console with a join token, and keeps what it identifies itself with from now on. An agent that is enrolled
 * already keeps its id and its spool; it must not run meanwhile. @throws AgentProblem, ConsoleUnreachable, ConsoleRefusal; nothing is kept then
 */
export const enrolAgent = async (folder: DataFolder, server: string, tokenText: string): Promise<Enrolment> => {
  const address = readServerAddress(server)
  const token = readJoinToken(tokenText)
  if (token === undefined)
    throw new AgentProblem(
      'This is no join token. Nothing was sent. Copy the whole text that begins with lt1_, or make a new one with `lictor agents token`.',
    )
  await makeDataFolder(folder)
  // A process that runs would go on with what it was started with, and write that back.
  const lock = takeRunLock(folder)
  try {
    return await introduce(folder, address, token, tokenText)
  } finally {
    lock.release()
  }
}

const introduce = async (
  folder: DataFolder,
  address: ServerAddress,
  token: JoinToken,
  tokenText: string,
): Promise<Enrolment> => {
  const agent = await ensureIdentity(folder)
  const pinned = address.kind === 'tls' ? await fetchAuthority(address, token.authority) : undefined
  const own = address.kind === 'tls' ? await makeCertificateRequest(agent) : undefined
  const machine = await readMachineFacts()
  const connection = await openConnection(address, pinned === undefined ? undefined : { authority: pinned })
  try {
    const request: EnrolRequest = {
      protocol: protocolVersion,
      token: tokenText.trim(),
      agent,
      version: agentVersion,
      machine: { ...machine, addresses: addressesOf(networkInterfaces(), connection.localAddress) },
      ...(own === undefined ? {} : { request: own.request }),
    }
    const told = withoutUnknown(
      enrolAnswer,
      await connection.ask({
        method: 'POST',
        path: '/v1/enrol',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(request)),
      }),
    )
    if (!told.success || told.data.agent !== agent)
      throw new AgentProblem(
        `The console at ${address.text} answered with something else than a credential. Nothing was kept. Is it as new as this agent (${agentVersion})?`,
      )
    const { credential, console, standing } = told.data
    const enrolment = {
      agent,
      server: address.text,
      console,
      standing,
      credential: toStore(credential, own?.key, token.authority),
    }
    await writeEnrolment(folder, enrolment)
    return enrolment
  } finally {
    connection.close()
  }
}

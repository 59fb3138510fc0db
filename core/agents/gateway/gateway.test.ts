import type { AddressInfo } from 'node:net'
import { createConnection, createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { atEnd, endTest } from '../../database/database-fixture.ts'
import {
  ask,
  connectBody,
  enrolBody,
  enrolLocally,
  enrolOverTls,
  machine,
  newToken,
  openGateway,
  signingRequest,
} from '../../faults/gateway-fixture.ts'

afterEach(endTest)

test('the LAN is off until an admin turns it on, and stays as it was when a port cannot be had', async () => {
  const first = await openGateway({ withoutLan: true })
  const { api } = first.core
  expect((await api['agents.gateway']({})).lan).toMatchObject({ enabled: false, address: '', problem: '' })
  expect((await api['agents.createToken']({ uses: 1, lifetime: 60_000, note: '' })).address).toBe('')

  const { lan } = await api['agents.changeGateway']({ lanEnabled: true, lanPort: 0 })
  expect(lan.address).toMatch(new RegExp(`^https://\\S+:${lan.port}$`))
  const speaks = async (port: number) => (await ask(port, '/v1/enrol', enrolBody('not a token'))).body.code
  expect(await speaks(lan.port)).toBe('token')

  const other = createServer().listen(0)
  atEnd(() => other.close())
  const { port: taken } = other.address() as AddressInfo
  await expect(api['agents.changeGateway']({ lanPort: taken })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining(`Port ${taken} is in use`),
  })
  expect(await speaks(lan.port)).toBe('token')
  await expect(api['agents.changeGateway']({ lanNames: ['not a name'] })).rejects.toMatchObject({ code: 'invalid' })

  // Another name is no reason to close the port.
  expect((await api['agents.changeGateway']({ lanNames: ['console.example'], interval: 60 })).lan.port).toBe(lan.port)
  await first.close()
  const again = await openGateway({ folder: first.folder, withoutLan: true })
  const state = await again.core.api['agents.gateway']({})
  expect(state).toMatchObject({ interval: 60, lan: { enabled: true, names: ['console.example'] } })
  expect(await speaks(state.lan.port)).toBe('token')

  await again.core.api['agents.changeGateway']({ lanEnabled: false })
  await expect(speaks(state.lan.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a token goes on being good after the console was started again: its authority is the same', async () => {
  const first = await openGateway()
  const token = await newToken(first.core)
  await first.close()
  const again = await openGateway({ folder: first.folder })
  expect((await ask(again.socket, '/v1/enrol', enrolBody(token))).status).toBe(200)
  expect(await again.core.api['agents.list']({})).toMatchObject([{ status: 'never', standing: 'approved' }])
})

test('who enrols has shown nothing yet: what it says of an agent changes nothing of that agent', async () => {
  const gateway = await openGateway()
  const { api } = gateway.core
  const { id } = await enrolLocally(gateway)
  const before = await api['agents.list']({})
  for (const where of [gateway.socket, gateway.port]) {
    const told = await ask(where, '/v1/enrol', { ...enrolBody('none of its tokens'), agent: id, version: '0.0.1' })
    expect(told).toMatchObject({ status: 426, body: { code: 'too-old' } })
  }
  expect(await api['agents.list']({})).toEqual(before)
  expect((await api['agents.details']({ id })).issues).toEqual([])
})

test('an agent that is revoked while it renews its certificate has none that counts', async () => {
  const gateway = await openGateway()
  const agent = await enrolOverTls(gateway)
  const { key, request } = await signingRequest(agent.id)
  // Both at once: whichever comes first, the agent is out.
  const [renewed] = await Promise.all([
    ask(gateway.port, '/v1/renew', { request }, agent),
    gateway.core.api['agents.revoke']({ ids: [agent.id] }),
  ])
  const identities = [agent.identity]
  if (renewed.body.credential?.kind === 'certificate')
    identities.push({ ...agent.identity, key, cert: renewed.body.credential.certificate })
  for (const identity of identities)
    expect(
      (await ask(gateway.port, '/v1/connect', connectBody(agent.id, { machine: machine('ws1') }), { identity })).status,
    ).toBe(401)
})

test('an agent has few bodies under way: more are refused before they are taken in', async () => {
  const gateway = await openGateway()
  const agent = await enrolLocally(gateway)
  const half = (n: number) =>
    `POST /v1/connect HTTP/1.1\r\nhost: x\r\nauthorization: ${agent.headers.authorization}\r\ncontent-length: 9000\r\n\r\n{${n}`
  const sockets = Array.from({ length: 6 }, (_, n) => {
    const socket = createConnection(gateway.socket)
    atEnd(() => void socket.destroy())
    socket.write(half(n))
    return new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())))
  })
  // Four bodies may be under way; the others hear so before theirs are taken in.
  const refused = await Promise.any(sockets)
  expect(refused).toMatch(/^HTTP\/1.1 429 /)
})

test('a port for this run only stays open when another one is chosen, and is not closed for a name', async () => {
  const { core, port } = await openGateway()
  const { api } = core
  const named = await api['agents.changeGateway']({ lanEnabled: true, lanPort: port, lanNames: ['console.example'] })
  expect(named.lan).toMatchObject({ enabled: true, port })
  const again = await openGateway()
  expect((await again.core.api['agents.changeGateway']({ lanPort: 0 })).lan).toMatchObject({
    enabled: true,
    problem: '',
  })
})

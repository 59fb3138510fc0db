import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { atEnd, endTest } from '../../database/database-fixture.ts'
import { ask, enrolBody, newToken, openGateway } from '../../faults/gateway-fixture.ts'

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

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importInto, openConsole } from '../cli/console-fixture.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import type { Core } from '../open-core.ts'

// What the console asks of a database that no FlexNet log has come into.

let folder: string
let core: Core
beforeEach(async () => {
  folder = await temporaryFolder()
  core = await openConsole(join(folder, 'lictor.db'))
})
afterEach(async () => {
  await core.close()
  await endTest()
})

const look = (minute: string, users: readonly string[]) => `Flexible License Manager status on Mon 3/2/2026 8:${minute}
License server status: 27000@lic01
lic01: license server UP v11.19.6
     halden: UP v11.19.6
Users of mesh_pro:  (Total of 20 licenses issued;  Total of ${users.length} licenses in use)
  "mesh_pro" v12.0, vendor: halden, expiry: 31-dec-2026
${users.map((user) => `    ${user} ws-17 /dev/tty (v12.0) (lic01/27000 101), start Mon 3/2 8:00\n`).join('')}`

const importLooks = async () => {
  const path = join(folder, 'lmstat.txt')
  writeFileSync(path, `${look('00', ['k.osei'])}${look('30', ['k.osei', 't.nguyen'])}`)
  await importInto(core, [path], { zone: 'Europe/Berlin' })
}

test('there is no extent before the first import, and afterwards it is that of the rows', async () => {
  expect(await core.api['reports.extent']({})).toBeNull()
  await importLooks()
  const extent = await core.api['reports.extent']({})
  expect(extent?.from).toBe('2026-03-02T08:00:00+01:00')
  expect(Date.parse(extent?.to ?? '')).toBeGreaterThanOrEqual(Date.parse('2026-03-02T08:30:00+01:00'))
})

test('each type tells the files that feed it, with lines of one, and whether it has data', async () => {
  await importLooks()
  const types = await core.api['reports.types']({})
  for (const { inputs, examples } of types) expect(examples.map(({ input }) => input)).toEqual(inputs)
  expect(types.every(({ inputs }) => inputs.length > 0)).toBe(true)
  expect(types.find(({ id }) => id === 45)?.hasData).toBe(true)
  expect(types.find(({ id }) => id === 51)?.hasData).toBe(false)
})

test('filters are completed from what was imported', async () => {
  await importLooks()
  const values = (type: number, classification: string, text: string) =>
    core.api['reports.values']({ type, classification, text, limit: 20 })
  expect(await values(45, 'Feature', 'MESH')).toEqual(['mesh_pro'])
  expect(await values(46, 'User', '')).toEqual(['k.osei', 't.nguyen', 'undef'])
  expect(await values(45, 'Vendor License', 'lic')).toEqual(['lic01;halden'])
  expect(await values(51, 'Feature', 'mesh')).toEqual([])
})

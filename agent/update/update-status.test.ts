import { generateKeyPairSync, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keyName } from '../../core/agents/protocol/trust.ts'
import { dataFolderAt } from '../data-folder.ts'
import { describeStatus } from '../status.ts'
import { programOf } from './installation.ts'
import { type ScriptedInstallation, scriptedInstallation } from './installation-suite.ts'
import { writeProbation } from './probation.ts'
import { writeUpdateRecord } from './update-record.ts'
import { lookAtUpdates } from './update-status.ts'

const [old, fresh] = ['1.0.0', '1.1.0']
let place: ScriptedInstallation
beforeEach(() => {
  place = scriptedInstallation()
  place.install(old, '')
  writeFileSync(place.installation.current, `${old}\n`)
})
afterEach(() => place.remove())

const look = () => lookAtUpdates(dataFolderAt(place.data), old, programOf(place.installation, old))
const told = async () =>
  describeStatus(
    {
      data: place.data,
      isRunning: true,
      enrolment: { agent: 'a1', server: '/s', console: 'works', certificateUntil: 0 },
      last: undefined,
      update: await look(),
    },
    0,
  )

/** A first list of keys, signed by its one key. */
const someRoot = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const key = keyName(spki)
  const payload = Buffer.from(
    JSON.stringify({
      ...{ kind: 'root', number: 1, issued: 1, keys: { [key]: spki.toString('base64') }, isDevelopment: false },
      ...{ rootKeys: [key], rootThreshold: 1, releaseKeys: [key], releaseThreshold: 1 },
    }),
  )
  const signature = sign(null, payload, privateKey).toString('base64')
  return { payload: payload.toString('base64'), signatures: [{ key, signature }] }
}

test('an installed agent says where it lies, how its last update went and what keeps it from one', async () => {
  expect(await look()).toMatchObject({
    root: place.installation.path,
    current: old,
    unable: expect.stringContaining('root.json'),
  })
  expect(await told()).toMatch(/Updates +The keys in .+ could not be read \(ENOENT\)/)

  writeFileSync(place.installation.roots, JSON.stringify({ roots: [someRoot()] }))
  writeFileSync(place.installation.previous, '0.9.0\n')
  const current = { offer: 'o1', version: fresh, percent: 0, reason: 'The disk is full.', stage: 'failed' } as const
  await writeUpdateRecord(dataFolderAt(place.data).update, { trust: undefined, current })
  await writeProbation(place.data, { version: old, from: '0.9.0', starts: 1, rolledBack: '' })
  expect(await look()).toEqual({
    root: place.installation.path,
    current: old,
    previous: '0.9.0',
    unable: '',
    last: { version: fresh, stage: 'failed', reason: 'The disk is full.' },
    probation: { version: old, from: '0.9.0' },
  })
  const text = await told()
  expect(text).toMatch(/Installed +in .+, version 1\.0\.0, before that 0\.9\.0/)
  expect(text).toMatch(/Last update +to version 1\.1\.0 failed: The disk is full\./)
  expect(text).toMatch(/Probation +of version 1\.0\.0; else 0\.9\.0 takes its place/)
})

test('a program that lies elsewhere belongs to no installation', async () => {
  const elsewhere = join(place.folder, 'versions', 'lictor-agent')
  expect(await lookAtUpdates(dataFolderAt(place.data), old, elsewhere)).toMatchObject({
    root: undefined,
    current: undefined,
    unable: expect.stringContaining('started by hand'),
  })
})

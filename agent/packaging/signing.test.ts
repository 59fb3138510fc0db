import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeRoot, openSigner } from './signing.ts'
import { makeKey, writeKey } from './signing-keys.ts'
import { packageVersion } from './version-names.ts'

const folder = mkdtempSync(join(tmpdir(), 'signing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('keys that cannot sign a release are told before anything is built', async () => {
  const [rootKey, releaseKey, other] = [makeKey(), makeKey(), makeKey()]
  const at = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const roots = [makeRoot({ rootKeys: [rootKey], releaseKeys: [releaseKey], issued: 1 })]
  const LICTOR_AGENT_ROOT = at('root.json', JSON.stringify({ roots }))
  const open = (LICTOR_AGENT_RELEASE_KEYS: string) =>
    openSigner('unused', { LICTOR_AGENT_ROOT, LICTOR_AGENT_RELEASE_KEYS })
  expect((await open(at('right.pem', writeKey(releaseKey)))).releaseKeys.map(({ name }) => name)).toEqual([
    releaseKey.name,
  ])
  await expect(open(at('other.pem', writeKey(other)))).rejects.toThrow('asks for 1 release keys, and 0 of those')
  await expect(open(at('locked.pem', writeKey(releaseKey, 'secret')))).rejects.toThrow('LICTOR_KEY_PASSPHRASE')
  await expect(open(join(folder, 'none.pem'))).rejects.toThrow(
    'none.pem could not be read (ENOENT). Nothing was built.',
  )
})

test('versions are named as dpkg and rpm take them', () => {
  expect(['1.2.0', '1.2.0-beta.1', '1.2.0-rc-1-x'].map(packageVersion)).toEqual([
    '1.2.0',
    '1.2.0~beta.1',
    '1.2.0~rc.1.x',
  ])
})

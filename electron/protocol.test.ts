import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Session } from 'electron'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openBuiltFiles } from '../core/host/web-files.ts'
import { protocol } from './fake-electron.ts'
import { answer, type PageSource, registerPageScheme, servePage } from './protocol.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

let folder: string
let source: PageSource
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lictor-protocol-'))
  await mkdir(join(folder, 'page', 'assets'), { recursive: true })
  await writeFile(join(folder, 'page', 'index.html'), '<html data-theme="__THEME__" data-nonce="__NONCE__"></html>')
  await writeFile(join(folder, 'page', 'assets', 'main.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'secret of the folder above')
  source = { files: await openBuiltFiles(join(folder, 'page')), theme: async () => 'light', log: () => {} }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const get = (url: string, method = 'GET') => answer({ url, method }, source)

test('the scheme is a secure one of its own that no other origin may read', () => {
  registerPageScheme()
  expect(protocol.registerSchemesAsPrivileged.mock.calls[0][0]).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: false, codeCache: true },
    },
  ])
  const handle = vi.fn()
  servePage({ protocol: { handle } } as unknown as Session, source)
  expect(handle).toHaveBeenCalledWith('app', expect.any(Function))
})

test('the page has a fresh nonce in its policy, and no inline script', async () => {
  const [first, second] = [await get('app://console/'), await get('app://console/index.html')]
  const policy = first.headers.get('content-security-policy') ?? ''
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
  expect(await first.text()).toBe(`<html data-theme="light" data-nonce="${nonce}"></html>`)
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-")
  expect(policy).toContain("connect-src 'self'; ")
  expect(second.headers.get('content-security-policy')).not.toBe(policy)
  expect(first.headers.get('x-content-type-options')).toBe('nosniff')
})

test('built files are served with their type, a missing build says how to make it', async () => {
  const script = await get('app://console/assets/main.js')
  expect([script.status, script.headers.get('content-type'), await script.text()]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'export {}',
  ])
  const unbuilt = { ...source, files: await openBuiltFiles(join(folder, 'nowhere')) }
  expect(await (await answer({ url: 'app://console/', method: 'GET' }, unbuilt)).text()).toContain('npm run build')
})

const nowhere = [
  'app://console/../secret.txt',
  'app://console/..%2fsecret.txt',
  'app://console/%2e%2e/secret.txt',
  'app://console/assets/..%2f..%2fsecret.txt',
  'app://console/..%5csecret.txt',
  'app://console/assets/main.js%00.css',
  'app://console//assets/main.js',
  'app://console/__proto__',
  'app://evil/assets/main.js',
  'app://console@evil/assets/main.js',
  'app://console:1/assets/main.js',
  'app:assets/main.js',
  'file:///etc/passwd',
  '',
]
for (const url of nowhere)
  test(`W6: “${url}” leads nowhere`, async () => {
    const response = await get(url)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
  })

test('nothing but GET is answered, and a fault tells nothing', async () => {
  expect((await get('app://console/', 'POST')).status).toBe(404)
  const logged: unknown[] = []
  const broken = {
    ...source,
    theme: () => Promise.reject(new Error('secret')),
    log: (error: unknown) => void logged.push(error),
  }
  const response = await answer({ url: 'app://console/', method: 'GET' }, broken)
  expect([response.status, await response.text(), logged.length]).toEqual([500, '', 1])
})

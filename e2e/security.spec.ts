import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '@playwright/test'
import { test } from './fixtures/test.ts'
import { rail } from './pages/shell.ts'

test('the page needs no inline script, and its policy allows none', async ({ page, served, faults }) => {
  const answer = await page.request.get(`${served.origin}/`)
  const policy = answer.headers()['content-security-policy'] ?? ''
  const directives = new Map(
    policy.split(';').map((part) => [part.trim().split(' ')[0], part.trim().split(' ').slice(1)]),
  )
  expect(directives.get('default-src')).toEqual(["'none'"])
  expect(directives.get('script-src')).toEqual(["'self'"])
  expect(directives.get('frame-ancestors')).toEqual(["'none'"])
  expect(directives.get('connect-src')).toEqual(["'self'", `ws://127.0.0.1:${served.port}`])
  expect(policy).not.toContain('unsafe-eval')
  expect(await answer.text()).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=/i)
  expect(answer.headers()['x-frame-options']).toBe('DENY')

  faults.expect(/content security policy|Content Security Policy/)
  // What a script put into the page could do, it cannot: the breach is reported, nothing runs.
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.wasRun = true'
    document.head.append(script)
  })
  expect(await page.evaluate(() => 'wasRun' in window)).toBe(false)
})

test('the address works once; a second window of the same browser needs none', async ({
  page,
  served,
  faults,
  browser,
}) => {
  const second = await page.context().newPage()
  await faults.watch(second)
  await second.goto(`${served.origin}/`)
  await expect(rail(second)).toBeVisible()
  await expect(second.getByRole('contentinfo')).toContainText('Database')
  await second.close()

  // Another browser with the address that was used: no session, and it says what to do.
  const other = await browser.newContext()
  const late = await other.newPage()
  await late.goto(served.url)
  await expect(late.getByRole('heading', { name: 'This page has no session' })).toBeVisible()
  expect(late.url()).not.toContain('t=')
  await expect(late.getByRole('main')).toContainText('lictor serve')
  await other.close()
})

test('the token leaves the address, and the cookie is out of reach of scripts', async ({ page, served }) => {
  expect(page.url()).not.toContain('t=')
  expect(await page.evaluate(() => document.cookie)).toBe('')
  const [cookie] = await page.context().cookies(served.origin)
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
})

test('a page of another port gets nothing: no answer, no socket, no frame', async ({ page, served, faults }) => {
  faults.expect(
    /refused|blocked|Failed to load|failed:|answer 403|ERR_|WebSocket|CORS|X-Frame-Options|frame-ancestors/i,
  )
  const stranger = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>stranger</title>')
  })
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = stranger.address() as AddressInfo
    await page.goto(`http://127.0.0.1:${port}/`)
    const got = await page.evaluate(async (origin) => {
      const fetched = async (path: string, init: RequestInit) =>
        fetch(origin + path, init).then(
          (answer) => `${answer.type} ${answer.status}`,
          () => 'refused',
        )
      const socket = new Promise<string>((resolve) => {
        const opened = new WebSocket(`${origin.replace('http', 'ws')}/socket`, 'lc.v1')
        opened.onopen = () => resolve('open')
        opened.onerror = () => resolve('refused')
      })
      const frame = document.createElement('iframe')
      frame.src = origin
      document.body.append(frame)
      await new Promise((resolve) => {
        frame.onload = resolve
      })
      return {
        session: await fetched('/session', { credentials: 'include' }),
        opaque: await fetched('/session', { credentials: 'include', mode: 'no-cors' }),
        upload: await fetched('/files?name=a.log', {
          method: 'POST',
          body: 'x',
          credentials: 'include',
          mode: 'no-cors',
        }),
        socket: await socket,
        frame: frame.contentDocument === null ? 'out of reach' : 'readable',
      }
    }, served.origin)
    expect(got).toMatchObject({ session: 'refused', socket: 'refused', frame: 'out of reach' })
    // Without CORS the answer cannot be read; that it was no success is seen from outside.
    const direct = await page.request.get(`${served.origin}/session`, {
      headers: { origin: `http://127.0.0.1:${port}` },
    })
    expect(direct.status()).toBe(403)
    const rebound = await page.request.get(`${served.origin}/`, { headers: { host: 'lictor.example' } })
    expect(rebound.status()).toBe(403)
  } finally {
    stranger.close()
  }
})

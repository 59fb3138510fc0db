import { expect, test } from 'vitest'
import { createSessions, isSameSecret } from './web-sessions.ts'

const hour = 3_600_000

const stage = () => {
  let time = 1_700_000_000_000
  const sessions = createSessions(() => time)
  const open = () => {
    const opened = sessions.redeem(sessions.mintToken(60))
    if (!opened) throw new Error('no session')
    const closed: number[] = []
    opened.session.sockets.add((code) => closed.push(code))
    return { cookie: opened.cookie.split(';')[0], session: opened.session, closed }
  }
  return {
    sessions,
    open,
    wait: (milliseconds: number) => {
      time += milliseconds
    },
  }
}

test('W2: a token lives for its time and for one use', () => {
  const { sessions, wait } = stage()
  const [used, late, fresh] = [sessions.mintToken(60), sessions.mintToken(60), sessions.mintToken(90)]
  expect(sessions.redeem(used)).toBeDefined()
  expect(sessions.redeem(used)).toBeUndefined()
  wait(60_000)
  expect(sessions.redeem(late)).toBeUndefined()
  expect(sessions.redeem(fresh)).toBeDefined()
  expect(sessions.redeem('')).toBeUndefined()
})

test('a session ends after 8 idle hours', () => {
  const { sessions, open, wait } = stage()
  const { cookie, closed } = open()
  for (let n = 0; n < 2; n++) {
    wait(7 * hour)
    expect(sessions.find(cookie)).toBeDefined()
  }
  wait(8 * hour + 1)
  sessions.sweep()
  expect(closed).toEqual([4401])
  expect(sessions.find(cookie)).toBeUndefined()
})

test('a session ends after 24 hours, however busy it is', () => {
  const { sessions, open, wait } = stage()
  const { cookie, session, closed } = open()
  for (let n = 0; n < 24; n++) {
    wait(hour)
    sessions.touch(session)
  }
  expect(sessions.find(cookie)).toBeDefined()
  wait(1)
  expect(sessions.find(cookie)).toBeUndefined()
  expect(closed).toEqual([4401])
})

test('the cookie is found among others, and only under its own name', () => {
  const { sessions, open } = stage()
  const { cookie, session } = open()
  const [name, value] = cookie.split('=')
  expect(sessions.find(`a=b; ${cookie}; c=d`)).toBe(session)
  expect(sessions.find(`${name}=wrong; ${cookie}`)).toBe(session)
  for (const header of [undefined, '', name, `${name}=`, `x${cookie}`, `lc_0=${value}`, `${name}=${value}x`])
    expect(sessions.find(header)).toBeUndefined()
})

test('the seventeenth session ends the one that was unused longest', () => {
  const { sessions, open, wait } = stage()
  const first = open()
  for (let n = 0; n < 15; n++) {
    wait(1)
    open()
  }
  expect(sessions.find(first.cookie)).toBeDefined()
  wait(1)
  open()
  open()
  expect(sessions.find(first.cookie)).toBeDefined()
  expect(first.closed).toEqual([])
})

test('secrets are compared whole', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true)
  expect(isSameSecret('ab', 'abc')).toBe(false)
  expect(isSameSecret(undefined, 'abc')).toBe(false)
})

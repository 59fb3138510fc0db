import { beforeEach, expect, test, vi } from 'vitest'
import type { EventFrame } from '../core/contract/frames.ts'
import type { Notice } from '../core/contract/tasks.ts'
import { Notification } from './fake-electron.ts'
import { notify, showNotices } from './notifications.ts'

vi.mock('electron', () => import('./fake-electron.ts'))

const notice = (id: number, more: Partial<Notice> = {}): Notice => ({
  id,
  severity: 'success',
  title: `Notice ${id}`,
  message: 'Imported.',
  at: 0,
  seen: false,
  ...more,
})

const stage = async (notices: Notice[]) => {
  let tell: (frame: EventFrame) => void = () => {}
  const state = { notices, isInFront: false }
  const opened: string[] = []
  await showNotices({
    api: { 'notices.list': async () => state.notices },
    onEvent: (listener) => {
      tell = listener
      return () => {}
    },
    isInFront: () => state.isInFront,
    open: (link) => opened.push(link),
    log: () => {},
  })
  const change = async (next: Notice[]): Promise<void> => {
    state.notices = next
    tell({ event: 'notices.changed', data: { id: 0 } })
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { state, change, opened }
}
const titles = () => Notification.shown.map(({ title }) => title)

beforeEach(() => {
  Notification.shown.length = 0
})

test('only new notices are shown, each once, and a click leads to its page', async () => {
  const { change, opened } = await stage([notice(1)])
  await change([notice(1), notice(2, { link: '/import/12' })])
  await change([notice(1), notice(2), notice(3)])
  expect(titles()).toEqual(['Notice 2', 'Notice 3'])
  for (const { click } of Notification.shown) click()
  expect(opened).toEqual(['/import/12', '/overview'])
})

test('a window in front shows its notices itself, and they do not come up later', async () => {
  const { state, change } = await stage([])
  state.isInFront = true
  await change([notice(1)])
  state.isInFront = false
  await change([notice(1), notice(2, { seen: true }), notice(3, { isQuiet: true })])
  expect(titles()).toEqual([])
})

test('many at once become one', async () => {
  const { change } = await stage([])
  await change([1, 2, 3, 4].map((id) => notice(id)))
  expect(titles()).toEqual(['4 new notices'])
})

test('text is text: no markup, no endless line, and nothing where there are no notifications', () => {
  notify('<b>x</b>', `a & <img src=x> ${'x'.repeat(999)}`)
  const [{ title, body }] = Notification.shown
  expect(body.length).toBeLessThan(350)
  if (process.platform === 'linux')
    expect([title, body.slice(0, 27)]).toEqual(['&lt;b&gt;x&lt;/b&gt;', 'a &amp; &lt;img src=x&gt; x'])
  Notification.isSupported.mockReturnValueOnce(false)
  notify('a', 'b')
  expect(Notification.shown.length).toBe(1)
})

import { expect, test } from 'vitest'
import { createTaskList } from './task-list.ts'

test('a task waits, runs and ends, and each change is announced', () => {
  const announced: number[] = []
  const tasks = createTaskList((id) => announced.push(id))
  const task = tasks.start({ kind: 'import', title: 'Import lmgrd.log', unit: 'bytes' })
  expect([tasks.list()[0]?.state, tasks.running]).toEqual(['waiting', true])
  task.begin()
  task.update({ done: 5, total: 10 })
  expect(tasks.list()[0]).toMatchObject({ state: 'running', done: 5, total: 10, canCancel: false })
  task.end('finished', '10 lines')
  expect([tasks.list()[0]?.detail, tasks.running, announced.length]).toEqual(['10 lines', false, 4])
})

test('what is over changes no more', () => {
  const tasks = createTaskList(() => undefined)
  const task = tasks.start({ kind: 'import', title: 'x', unit: 'bytes' })
  task.end('cancelled', 'Stopped.')
  task.update({ done: 9 })
  task.end('finished', 'late')
  expect(tasks.list()[0]).toMatchObject({ state: 'cancelled', done: 0, detail: 'Stopped.' })
})

test('only a task that can be stopped is stopped, and once it is over no more', () => {
  let stopped = 0
  const tasks = createTaskList(() => undefined)
  const fixed = tasks.start({ kind: 'remove', title: 'x', unit: 'days' })
  const task = tasks.start({ kind: 'import', title: 'x', unit: 'bytes', cancel: () => stopped++ })
  expect([tasks.cancel(fixed.id), tasks.cancel(task.id), tasks.cancel(99), stopped]).toEqual([false, true, false, 1])
  task.end('cancelled', '')
  expect([tasks.cancel(task.id), stopped]).toEqual([false, 1])
})

test('the last ones over are kept, and everything that still runs', () => {
  const tasks = createTaskList(() => undefined)
  const running = tasks.start({ kind: 'import', title: 'runs on', unit: 'bytes' })
  for (let i = 0; i < 80; i++) tasks.start({ kind: 'import', title: `${i}`, unit: 'bytes' }).end('finished', '')
  const titles = tasks.list().map(({ title }) => title)
  expect(titles).toContain('runs on')
  expect(titles).toContain('79')
  expect(titles).not.toContain('0')
  expect(titles.length).toBeLessThanOrEqual(51)
  expect(tasks.list().find(({ id }) => id === running.id)?.state).toBe('waiting')
})

import { expect, test } from 'vitest'
import type { Notice } from '../../core/contract/tasks.ts'
import { arrangePopups } from './notice-popups.ts'

const notice = (id: number, severity: Notice['severity'] = 'success'): Notice => ({
  id,
  severity,
  title: `Notice ${id}`,
  message: '',
  at: 0,
  seen: false,
})

test('a few stand alone, errors first', () => {
  expect(arrangePopups([notice(1), notice(2, 'error')]).map(({ title }) => title)).toEqual(['Notice 2', 'Notice 1'])
})

test('many of one severity become one that grows in its place, and errors are not among them', () => {
  const six = [1, 2, 3, 4, 5, 6].map((id) => notice(id))
  const popups = arrangePopups([...six, notice(7, 'error')])
  expect(popups.map(({ key }) => key)).toEqual(['notice:7', 'notices:success'])
  expect(popups[1].ids).toEqual([1, 2, 3, 4, 5, 6])
  expect(popups[1].title).toBe('6 notices of finished work')
  expect(popups[1].message).toBe('Latest: Notice 6')
})

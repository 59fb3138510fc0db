import { expect, test } from 'vitest'
import { holderOf } from './holder-words.ts'
import { holdingOf } from './holding-line.ts'

test.each([
  ['ann ws0042 ws0042.0', 'ann', 'ws0042'],
  ['ann ws0042', 'ann', 'ws0042'],
  ['ann', 'ann', ''],
  ['Ann Lee ws0042 ws0042:0.0', 'Ann Lee', 'ws0042'],
  ['Ann de la Cruz ws0042 /dev/pts/1', 'Ann de la Cruz', 'ws0042'],
  ['Pat O\u2019Neil WS0042 ws0042', 'Pat O\u2019Neil', 'WS0042'],
  ['Ann Lee ws0042 x`<9 $8"', 'Ann Lee', 'ws0042'],
  ['ann ws0042 /dev/tty part=mesh', 'ann', 'ws0042'],
  ['ann ws0042 screen7 SUITE:Mesh_View', 'ann', 'ws0042'],
  ['ann ws0042 screen7 2025.1', 'ann', 'ws0042'],
])('user and host of %s', (text, user, host) => {
  expect(holderOf(text, '2025.1')).toEqual({ user, host })
})

test('a display may hold what looks like a version', () => {
  const line = '    ann ws0042 k(v1) (v7 (v2.0) (lic01/27000 12), start Mon 3/2 8:00'
  expect(holdingOf(line)).toMatchObject({ user: 'ann', host: 'ws0042', version: '2.0', handle: '12' })
})

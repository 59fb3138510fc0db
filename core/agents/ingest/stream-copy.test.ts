import { expect, test } from 'vitest'
import type { AgentStreamRow } from '../../database/agent-stream-table.ts'
import type { FilePiece } from '../folding/fold-job.ts'
import { appendPiece, copyPath } from './stream-copy.ts'

const row = (next: number): AgentStreamRow => ({
  agent: 'a',
  stream: 's',
  kind: 'log',
  name: '/var/log/debug.log',
  server: '',
  zone: '',
  path: '',
  next,
  bytes: next,
  missing: 0,
  file: 0,
  imported: 0,
})
const piece = (offset: number, text: string, kind: 'log' | 'poll' = 'log'): FilePiece => ({
  agent: 'a',
  host: 'ws-1',
  stream: 's',
  kind,
  name: '/var/log/debug.log',
  server: '',
  offset,
  bytes: Buffer.from(text),
})
const told = (next: number, of: FilePiece) => {
  const appended = appendPiece(row(next), of)
  return appended && { text: Buffer.from(appended.bytes).toString(), ...pick(appended.row) }
}
const pick = ({ next, bytes, missing }: AgentStreamRow) => ({ next, bytes, missing })

test('a piece goes behind what is there; what came before is left out', () => {
  expect(told(0, piece(0, 'one\n'))).toEqual({ text: 'one\n', next: 4, bytes: 4, missing: 0 })
  expect(told(4, piece(0, 'one\ntwo\n'))).toEqual({ text: 'two\n', next: 8, bytes: 8, missing: 0 })
  expect(told(4, piece(0, 'one\n'))).toBeUndefined()
})

test('where bytes are missing a log goes on with its next whole line, and the output of a command as it is', () => {
  expect(told(4, piece(10, 'rn line\nwhole line\n'))).toEqual({
    text: '\nwhole line\n',
    next: 29,
    bytes: 16,
    missing: 14,
  })
  expect(told(4, piece(10, 'a\nb\n', 'poll'))).toEqual({ text: '\na\nb\n', next: 14, bytes: 9, missing: 6 })
})

test('what an agent calls its files leads nowhere else, and rotated files go on from each other', () => {
  const paths = new Set<string>()
  const of = (name: string) => {
    const path = copyPath('/data', { agent: '../../etc', name }, (one) => paths.has(one))
    paths.add(path)
    return path
  }
  expect(of('../../../etc/passwd')).toMatch(/^\/data\/_etc\/[0-9a-f]{12}\/passwd$/)
  expect(of('..')).toMatch(/^\/data\/_etc\/[0-9a-f]{12}\/file$/)
  expect(of('C:\\logs\\lm grd.log')).toMatch(/\/lm_grd\.log$/)
  expect(of('C:\\logs\\lm grd.log')).toMatch(/\/lm_grd\.log\.2$/)
})

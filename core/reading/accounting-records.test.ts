import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAccountingTranscoder, findAccounting } from './accounting-records.ts'
import { detectEncoding } from './decoding.ts'

interface Process {
  readonly command: string
  readonly start: number
  readonly elapsed: number
  readonly flags: number
  readonly exit: number
}

const recordOf = ({ command, start, elapsed, flags, exit }: Process, little: boolean): Buffer => {
  const bytes = Buffer.alloc(64)
  const view = new DataView(bytes.buffer, bytes.byteOffset, 64)
  bytes[0] = flags
  bytes[1] = little ? 3 : 0x83
  for (const [at, value] of [
    [4, exit],
    [8, 1001],
    [12, 100],
    [16, 4312],
    [20, 1],
    [24, start],
  ] as const)
    view.setUint32(at, value, little)
  view.setFloat32(28, elapsed, little)
  bytes.write(command, 48, 15, 'latin1')
  return bytes
}

const solver = { command: 'gearsolve', start: 1_772_438_400, elapsed: 360_000, flags: 2, exit: 256 }

test('a record is a line of dump-acct with an instant, in either byte order', () => {
  for (const little of [true, false]) {
    const bytes = recordOf(solver, little)
    const encoding = findAccounting(bytes)
    expect(encoding).toBe(little ? 'accounting-le' : 'accounting-be')
    if (!encoding) continue
    const text = Buffer.from(createAccountingTranscoder(encoding).push(bytes)).toString()
    expect(text).toBe('gearsolve|v3|0|0|360000|1001|100|0|0|4312|1|S|1||2026-03-02T08:00:00Z\n')
    expect(detectEncoding(bytes)).toMatchObject({ encoding, bomLength: 0 })
  }
})

test('any chunks give the same lines, and a torn record at the end none', () => {
  const process = fc.record({
    command: fc.string({ minLength: 1, maxLength: 15, unit: fc.constantFrom('a', 'ä', '|', ' ', '\n') }),
    start: fc.integer({ min: 700_000_000, max: 4_000_000_000 }),
    elapsed: fc.integer({ min: 0, max: 10_000_000 }),
    flags: fc.constantFrom(0, 1, 16, 31),
    exit: fc.integer({ min: 0, max: 65_535 }),
  })
  fc.assert(
    fc.property(
      fc.array(process, { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 1, max: 200 }),
      (processes, size) => {
        const bytes = Buffer.concat([
          ...processes.map((one) => recordOf(one, true)),
          recordOf(solver, true).subarray(0, 40),
        ])
        const whole = createAccountingTranscoder('accounting-le').push(bytes)
        const inChunks = createAccountingTranscoder('accounting-le')
        const pieces: Uint8Array[] = []
        for (let at = 0; at < bytes.length; at += size) pieces.push(inChunks.push(bytes.subarray(at, at + size)))
        expect(Buffer.concat([...pieces, inChunks.finish()]).equals(whole)).toBe(true)
        expect(Buffer.from(whole).toString('latin1').split('\n')).toHaveLength(processes.length + 1)
      },
    ),
  )
})

test('what is no record is none', () => {
  const without = (change: (bytes: Buffer) => void): Buffer => {
    const bytes = recordOf(solver, true)
    change(bytes)
    return bytes
  }
  for (const bytes of [
    recordOf(solver, true).subarray(0, 63),
    without((one) => one.fill(2, 1, 2)),
    without((one) => one.fill(0, 24, 28)),
    without((one) => one.fill(0xff, 28, 32)),
    without((one) => one.fill(0, 16, 20)),
    without((one) => one.fill(0, 48, 64)),
    Buffer.concat([recordOf(solver, true), Buffer.alloc(64)]),
    Buffer.from('12:00:00 (gearld) OUT: "gear" lena@ws-17\n'.repeat(4)),
  ])
    expect(findAccounting(bytes)).toBeUndefined()
})

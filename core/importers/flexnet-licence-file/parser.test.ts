import fc from 'fast-check'
import { expect, test } from 'vitest'
import { detectFormat } from '../../reading/detection.ts'
import { importers } from '../registry.ts'
import { logicalLines } from './logical-lines.ts'
import { parseLicenceFile, withoutSignature } from './parser.ts'

/** Pieces of which licence files, good and broken, are made. */
const piece = fc.oneof(
  fc.constantFrom(
    'SERVER',
    'VENDOR',
    'INCREMENT',
    'FEATURE',
    'UPGRADE',
    'PACKAGE',
    'permanent',
    '31-dec-2026',
    '1-jan-0',
    'uncounted',
    '5',
    'SIGN="0A1B',
    '2C3D"',
    'COMPONENTS="a:1.0:2',
    'b"',
    'OPTIONS=SUITE',
    'START=',
    'SUPERSEDE="a b"',
    '"',
    '\\',
    '#',
    '=',
    '\t',
    '',
  ),
  fc.string({ maxLength: 12 }),
)
const garbage = fc.array(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
  { maxLength: 30 },
)
const good = fc.constantFrom(
  'INCREMENT gear gearld 1.0 permanent 5 SIGN=1',
  'FEATURE cog gearld 2.0 31-dec-2026 3 SIGN="0A1B 2C3D"',
  'PACKAGE works gearld 1.0 COMPONENTS="gear cog" SIGN=2',
)

test('no text makes the parser throw, and every record stands where it says', () => {
  fc.assert(
    fc.property(garbage, (lines) => {
      const { records, problems, blocks } = parseLicenceFile(lines)
      for (const { line, lastLine, licences, from, until, block } of records) {
        expect(line).toBeGreaterThan(0)
        expect(lastLine).toBeGreaterThanOrEqual(line)
        expect(lastLine).toBeLessThanOrEqual(lines.length)
        expect(Number.isSafeInteger(licences)).toBe(true)
        expect(from === null || Number.isSafeInteger(from)).toBe(true)
        expect(until === null || Number.isSafeInteger(until)).toBe(true)
        expect(blocks[block]).toBeDefined()
      }
      for (const { line, lastLine } of problems) expect(lastLine).toBeGreaterThanOrEqual(line)
    }),
    { numRuns: 500 },
  )
})

test('a whole record after any garbage counts, unless that ends in an open quote or a backslash', () => {
  fc.assert(
    fc.property(garbage, good, (lines, record) => {
      const { records } = parseLicenceFile([...lines, '', record])
      const last = logicalLines([...lines, '']).at(-1)
      if (!last?.isOpen) expect(records.at(-1)).toMatchObject({ line: lines.length + 2, lastLine: lines.length + 2 })
    }),
    { numRuns: 500 },
  )
})

test('the detector takes licence files by what they hold, whatever their name, and throws at nothing', () => {
  const detectors = importers.map(({ detector }) => detector)
  const told = (text: string) => detectFormat(Buffer.from(text), 'any.txt', detectors)
  expect(told('# order\nSERVER lic01 ANY 27000\nVENDOR gearld\n')).toMatchObject({ format: 'flexnet-licence-file' })
  expect(told('INCREMENT gear gearld 1.0 permanent 5 \\\n SIGN="0A1B \\\n 2C3D"\n')).toMatchObject({
    format: 'flexnet-licence-file',
  })
  expect(told(' 8:00:00 (lmgrd) TIMESTAMP 3/4/2024\n 8:00:01 (gearld) OUT: "gear" mia@ws\n')).toMatchObject({
    format: 'flexnet-debug-log',
  })
  expect(told('Dear customer,\nthe FEATURE gear of your order is ready.\nRegards\n')).toMatchObject({ kind: 'refused' })
  fc.assert(fc.property(garbage, (lines) => void told(lines.join('\n'))))
})

test('signatures and keys are left out of what a report shows', () => {
  expect(withoutSignature('FEATURE f v 1.0 permanent 5 SIGN="0A1B 2C3D" SIGN2=0A AUTH={x NOTICE=y')).toBe(
    'FEATURE f v 1.0 permanent 5 SIGN=… SIGN2=… AUTH=… NOTICE=y',
  )
  expect(withoutSignature('FEATURE f v 1.0 1-jan-2012 4 7D57F8AC868C "x"')).toBe('FEATURE f v 1.0 1-jan-2012 4 … "x"')
  expect(withoutSignature('EAC1 0013 83D8 D9BE"')).toBe('…')
})

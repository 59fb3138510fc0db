import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLicenceFile } from '../importers/flexnet-licence-file/parser.ts'
import { type FiledRecord, grantSteps, licenceGrants } from './licence-grants.ts'

/** Records of several files; a file's order is its text, as it is its content in the database. */
const filed = (files: readonly (readonly string[])[]): FiledRecord[] =>
  files.flatMap((lines, file) =>
    parseLicenceFile(lines).records.map((record) => ({
      ...record,
      id: file * 1000 + record.line,
      file,
      fileOrder: lines.join('\n'),
      fileName: `file${file}.lic`,
    })),
  )

/** `day licences` of each step of a feature; ISO dates. */
const stepsOf = (feature: string, ...files: readonly (readonly string[])[]): string[] =>
  grantSteps(licenceGrants(filed(files)).grants.filter((grant) => grant.feature === feature)).map(
    ({ day, licences }) => `${day === null ? '-' : new Date(day * 86_400_000).toISOString().slice(0, 10)} ${licences}`,
  )

test('a record in two files counts once; an unsigned one too, but not in one file', () => {
  const signed = 'INCREMENT gear gearld 1.0 permanent 5 SIGN=1'
  expect(stepsOf('gear', [signed, signed], ['', signed])).toEqual(['- 5'])
  const unsigned = 'INCREMENT gear gearld 1.0 permanent 5'
  expect(stepsOf('gear', [unsigned, unsigned], ['', unsigned])).toEqual(['- 10'])
})

test('of FEATURE lines in several files the one that begins last counts', () => {
  expect(
    stepsOf(
      'gear',
      ['FEATURE gear gearld 1.0 permanent 5 ISSUED=1-jan-2023 SIGN=1'],
      ['FEATURE gear gearld 1.0 permanent 8 ISSUED=1-jan-2024 SIGN=2', 'FEATURE gear gearld 2.0 permanent 1 SIGN=3'],
    ),
  ).toEqual(['- 1', '2023-01-01 6', '2024-01-01 9'])
})

test('SUPERSEDE ends what was issued before it, of the features that it names', () => {
  const files = [
    [
      'INCREMENT gear gearld 1.0 permanent 5 ISSUED=1-jan-2023 SIGN=1',
      'INCREMENT gear gearld 1.0 permanent 2 ISSUED=1-feb-2024 SIGN=2',
      'INCREMENT cog gearld 1.0 permanent 5 ISSUED=1-jan-2023 SIGN=3',
    ],
    ['INCREMENT gear gearld 2.0 permanent 6 ISSUED=1-jan-2024 SUPERSEDE SIGN=4'],
  ]
  expect(stepsOf('gear', ...files)).toEqual(['2023-01-01 5', '2024-01-01 6', '2024-02-01 8'])
  expect(stepsOf('cog', ...files)).toEqual(['2023-01-01 5'])
})

test('UPGRADE moves what there is of older versions and adds nothing', () => {
  const base = ['INCREMENT gear gearld 1.0 permanent 5 SIGN=1', 'INCREMENT gear gearld 1.5 permanent 2 SIGN=2']
  expect(stepsOf('gear', [...base, 'UPGRADE gear gearld 1.0 2.0 permanent 4 SIGN=3'])).toEqual(['- 7'])
  // It ends: the two of version 1.5 and two of version 1.0 go with it.
  expect(stepsOf('gear', [...base, 'UPGRADE gear gearld 1.0 2.0 4-mar-2024 4 SIGN=3'])).toEqual(['- 7', '2024-03-05 3'])
  expect(stepsOf('gear', [...base, 'UPGRADE gear gearld 1.2 2.0 4-mar-2024 4 SIGN=3'])).toEqual(['- 7', '2024-03-05 5'])
  const { leftOut } = licenceGrants(filed([['UPGRADE gear gearld 1.0 2.0 permanent 4 SIGN=3']]))
  expect([...leftOut.values()].join()).toContain('nothing of version 1.0 or newer')
})

test('components of a package count as often as it says, for as long as what gives it licences', () => {
  const file = [
    'PACKAGE works gearld 1.0 COMPONENTS="gear cog:1.0:2" SIGN=1',
    'INCREMENT works gearld 1.0 4-mar-2024 5 SIGN=2',
    'INCREMENT works gearld 1.0 permanent 1 SIGN=3',
    'INCREMENT gear gearld 9.0 permanent 1 SIGN=4',
    'PACKAGE suite gearld 2.0 COMPONENTS=gear OPTIONS=SUITE SIGN=5',
    'FEATURE suite gearld 2.00 permanent 3 SIGN=6',
    'FEATURE suite gearld 3.00 permanent 7 SIGN=7',
  ]
  expect(stepsOf('gear', file)).toEqual(['- 10', '2024-03-05 5'])
  expect(stepsOf('cog', file)).toEqual(['- 12', '2024-03-05 2'])
  expect(stepsOf('works', file)).toEqual([])
  expect(stepsOf('suite', file)).toEqual(['- 10'])
})

test('too many to be counted are uncounted', () => {
  const many = (i: number) => `INCREMENT gear gearld 1.0 permanent 40000000 SIGN=${i}`
  expect(stepsOf('gear', [many(1)])).toEqual(['- 40000000'])
  expect(stepsOf('gear', [many(1), many(2)])).toEqual(['- -2'])
})

const record = fc
  .record({
    kind: fc.constantFrom('INCREMENT', 'FEATURE', 'UPGRADE'),
    feature: fc.constantFrom('gear', 'cog'),
    version: fc.integer({ min: 1, max: 3 }),
    ends: fc.constantFrom('permanent', '4-mar-2024', '9-mar-2024'),
    count: fc.integer({ min: 0, max: 5 }),
    more: fc.constantFrom('', 'START=2-mar-2024', 'ISSUED=3-mar-2024', 'ISSUED=5-mar-2024 SUPERSEDE', 'HOSTID=1'),
    sign: fc.integer({ min: 1, max: 30 }),
  })
  .map(
    ({ kind, feature, version, ends, count, more, sign }) =>
      `${kind} ${feature} gearld ${kind === 'UPGRADE' ? '1.0 ' : ''}${version}.0 ${ends} ${count} ${more} SIGN=${sign}`,
  )
const anyFile = fc.array(record, { minLength: 1, maxLength: 6 })

test('the order in which files were imported does not matter, nor does importing one twice', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyFile, { minLength: 1, maxLength: 4, selector: (file) => file.join() }), (files) => {
      for (const feature of ['gear', 'cog']) {
        const steps = stepsOf(feature, ...files)
        expect(stepsOf(feature, ...files.toReversed())).toEqual(steps)
        expect(stepsOf(feature, ...files, files[0] as string[])).toEqual(steps)
      }
    }),
    { numRuns: 300 },
  )
})

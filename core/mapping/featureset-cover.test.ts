import { expect, test } from 'vitest'
import { featuresetCovers } from './featureset-cover.ts'
import { parseFeaturesets } from './featureset-text.ts'

const text = `# what our vendor sells
DEFAULT
    rules:
        ignore used_licenses < 1
        count used_licenses
    general:
        used_licenses=%count%
        licenses=%totalcount%
        feature_version=all
        featureset_version=2024
GROUP "Flow Basic"
    @cost=2
    general:
        featureset="Flow Basic"
        product_id=FB-1
    elements:
        feature="mesh"
        feature="solve"
group Flow Suite
    @cost=5
    @count=3
    general:
        vendor_license="lic?;flow"
        featureset_version="2025"
    elements:
        feature="mesh"
        feature="solve"
        feature="post*"
GROUP "Retired"
    @cost=0
    @count=0
    elements:
        feature=*
UNMAPPED
    general:
        featureset=other
        used_licenses=1
        licenses=1
`

test('a map with everything it may say', () => {
  const { sets, unmapped, malformed } = parseFeaturesets(text)
  expect(malformed).toEqual([])
  expect(sets.map(({ elements, ...set }) => ({ ...set, elements: elements.map(({ pattern }) => pattern) }))).toEqual([
    {
      line: 11,
      name: 'Flow Basic',
      featureset: 'Flow Basic',
      version: '2024',
      productId: 'FB-1',
      vendorLicence: '*',
      cost: 2,
      count: undefined,
      elements: ['mesh', 'solve'],
    },
    {
      line: 19,
      name: 'Flow Suite',
      featureset: 'Flow Suite',
      version: '2025',
      productId: '',
      vendorLicence: 'lic?;flow',
      cost: 5,
      count: 3,
      elements: ['mesh', 'solve', 'post*'],
    },
    {
      line: 29,
      name: 'Retired',
      featureset: 'Retired',
      version: '2024',
      productId: '',
      vendorLicence: '*',
      cost: 0,
      count: 0,
      elements: ['*'],
    },
  ])
  expect(unmapped).toEqual({ line: 34, featureset: 'other', version: '' })
})

test('what is held counts for the cheapest sets that have all of it', () => {
  const covers = featuresetCovers(text)
  const told = (licence: string, features: readonly string[]) => {
    const { sets, setOf, isExact } = covers.of(licence, features)
    expect(isExact).toBe(true)
    return [sets.map(({ name }) => name), setOf.map((set) => set?.name)]
  }
  expect(told('lic1;flow', ['mesh'])).toEqual([['Flow Basic'], ['Flow Basic']])
  expect(told('lic1;flow', ['SOLVE', 'mesh'])).toEqual([['Flow Basic'], ['Flow Basic', 'Flow Basic']])
  expect(told('lic1;flow', ['mesh', 'post_3d', 'solve'])).toEqual([
    ['Flow Suite'],
    ['Flow Suite', 'Flow Suite', 'Flow Suite'],
  ])
  expect(told('lic1;flow', ['mesh', 'paint'])).toEqual([['Flow Basic'], ['Flow Basic', undefined]])
  // Another vendor licence has no Flow Suite.
  expect(told('far;flow', ['mesh', 'post_3d'])).toEqual([['Flow Basic'], ['Flow Basic', undefined]])
  expect(told('lic1;flow', [])).toEqual([[], []])
})

test('what is not understood is told by its line and left out', () => {
  const { sets, malformed } = parseFeaturesets(
    [
      'feature="lost"',
      'DEFAULT',
      'DEFAULT',
      'GROUP',
      'GROUP "A"',
      '@cost=dear',
      '@count=-1',
      '@colour=red',
      'elements:',
      'feature=',
      'feature="mesh"',
      'mesh',
      'general:',
      'colour=red',
      'nonsense',
      'rules:',
      'take all',
      'group "a"',
      'elements:',
      'UNMAPPED',
      'elements:',
      '@cost=1',
    ].join('\r\n'),
  )
  expect(sets).toMatchObject([{ name: 'A', cost: 1, count: undefined, elements: [{ line: 11, pattern: 'mesh' }] }])
  expect(malformed.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
    '1 stands before the first block',
    '3 is a second DEFAULT block',
    '4 is a GROUP line that names no featureset',
    '6 gives no cost such as @cost=4',
    '7 gives no count such as @count=10',
    '8 is neither @cost nor @count',
    '10 is no element such as feature="solver"',
    '12 is no element such as feature="solver"',
    '14 sets colour, which means nothing here',
    '15 is no value such as featureset="CFD Pro"',
    '17 is a rule that is not known here',
    '18 is a second GROUP of this name',
    '19 stands in a block that was not understood',
    '21 begins elements outside a GROUP',
    '22 stands outside a GROUP',
  ])
})

test('without a map everything is unmapped', () => {
  const { map, of } = featuresetCovers('')
  expect(map.sets).toEqual([])
  expect(of('lic1;flow', ['mesh'])).toEqual({ sets: [], setOf: [undefined], isExact: true })
})

import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dataTypeById, dataTypes } from './catalogue.ts'
import type { DataType, Family } from './data-type.ts'

interface SeedColumn {
  readonly name: string
  readonly values?: readonly string[]
}

interface SeedType {
  readonly id: number
  readonly name: string
  readonly classifications?: readonly SeedColumn[]
  readonly measurements?: readonly { readonly name: string; readonly unit: string }[]
  readonly fields?: readonly SeedColumn[]
}

function readSeed(url: URL): readonly SeedType[] {
  return JSON.parse(readFileSync(url, 'utf8'))
}

const seed = readSeed(new URL('./seed.json', import.meta.url))
const seedFolder = new URL('../../../shared/seeds/', import.meta.url)
const seedData = new URL('data-types.json', seedFolder)
const seedText = new URL('data-types.txt', seedFolder)

/** The table "Families of data types" of the semantics page. 127 and 128 stand in two rows there: distinct host wins. */
const idsOfFamily: Record<Family, readonly number[]> = {
  'time-at-level': [34, 35, 45, 51, 60, 76, 89, 102, 106, 111, 114, 116, 119, 123, 124, 125, 131, 143, 149],
  'per-key': [46, 47, 49, 50, 61, 77, 81, 82, 83, 84, 90, 94, 105, 108, 110, 112, 132, 144, 151],
  group: [71, 72, 85, 86, 91, 95, 109, 113, 115, 147, 150],
  events: [52, 75, 104, 107, 129, 145],
  'raw-hourly': [93, 96, 103],
  'application-use': [31, 53, 79, 130],
  web: [120, 121],
  tokens: [137, 138, 146],
  'distinct-host': [126, 127, 128],
}

function column({ name, values }: SeedColumn): SeedColumn {
  return values ? { name, values } : { name }
}

function seedFacts({ id, name, classifications, measurements, fieldDetails }: DataType): SeedType {
  if (fieldDetails) return { id, name, fields: fieldDetails.map(column) }
  return {
    id,
    name,
    classifications: classifications.map(column),
    measurements: measurements.map((it) => ({ name: it.name, unit: it.unit })),
  }
}

/** Every sentence that we wrote ourselves, with where it stands. */
function ownTexts(type: DataType): readonly (readonly [string, string])[] {
  const columns = [...type.classifications, ...type.measurements, ...(type.fieldDetails ?? [])]
  return [
    [`${type.id} description`, type.description],
    [`${type.id} needs`, type.needs],
    ...columns.map((it) => [`${type.id} ${it.name}`, it.help] as const),
    ...(type.notSummable ? [[`${type.id} note`, type.notSummable.note] as const] : []),
  ]
}

function runsOfSixWords(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}'’]+/gu) ?? []
  return words.slice(5).map((_, at) => words.slice(at, at + 6).join(' '))
}

test('equals the seed in ids, order, names, labels, values, units and fields', () => {
  expect(dataTypes.map(seedFacts)).toEqual(seed)
})

test('the copy of the seed is true to the original', ({ skip }) => {
  if (!existsSync(seedData)) skip('the seed does not lie beside this checkout')
  expect(seed).toEqual(readSeed(seedData))
})

test('finds a type by its number, and nothing by an unknown one', () => {
  for (const type of dataTypes) expect(dataTypeById(type.id)).toBe(type)
  expect(dataTypeById(1)).toBeUndefined()
})

test('families are those of the semantics page', () => {
  for (const [family, ids] of Object.entries(idsOfFamily)) {
    expect(dataTypes.filter((type) => type.family === family).map((type) => type.id)).toEqual(ids)
  }
})

test('fields name exactly what fieldDetails explain, and only in raw types', () => {
  for (const type of dataTypes) {
    expect(type.fields).toEqual(type.fieldDetails?.map((field) => field.name))
    expect(type.fields !== undefined).toBe(type.family === 'raw-hourly')
  }
})

test('a concept stands for one column of a type', () => {
  for (const type of dataTypes) {
    for (const columns of [type.classifications, type.measurements]) {
      const concepts = columns.map((it) => it.concept)
      expect(concepts, `${type.id}`).toEqual([...new Set(concepts)])
    }
  }
})

test('a warning about adding up is about columns the type has, and points to another type', () => {
  for (const { id, classifications, measurements, notSummable } of dataTypes) {
    if (!notSummable) continue
    expect(classifications.map((it) => it.concept)).toEqual(expect.arrayContaining([...notSummable.when]))
    expect(measurements.map((it) => it.concept)).toEqual(expect.arrayContaining([...notSummable.concepts]))
    expect(notSummable.answeredBy).not.toBe(id)
    const answer = dataTypeById(notSummable.answeredBy)
    const answering = answer?.classifications.map((it) => it.concept) ?? []
    const own = new Set(notSummable.when)
    expect(
      answering.filter((concept) => own.has(concept)),
      `${id} -> ${answer?.id}`,
    ).toEqual([])
    const mentioned = [...notSummable.note.matchAll(/\btype (\d+)/gi)].map((match) => Number(match[1]))
    expect(mentioned).toContain(notSummable.answeredBy)
    for (const other of mentioned) expect(dataTypeById(other), `${id} mentions ${other}`).toBeDefined()
  }
})

test('every type whose peaks belong to single users, machines or groups warns against adding them up', () => {
  const peaks = dataTypes.filter(
    (type) =>
      (['per-key', 'group'].includes(type.family) || [124, 127, 128].includes(type.id)) &&
      type.measurements.some((it) => it.concept === 'maximum'),
  )
  expect(peaks.filter((type) => !type.notSummable?.concepts.includes('maximum')).map((type) => type.id)).toEqual([])
})

test('every text says something, is a sentence and is short', () => {
  for (const [where, text] of dataTypes.flatMap(ownTexts)) {
    expect(text, where).toMatch(/^\S.*[.?]$/)
    expect(text.length, where).toBeLessThanOrEqual(190)
  }
})

test('no text shares six words in a row with the text of the seed', ({ skip }) => {
  if (!existsSync(seedText)) skip('the text of the seed does not lie beside this checkout')
  const lines = readFileSync(seedText, 'utf8').split(/\r?\n/)
  const foreign = new Set(lines.flatMap(runsOfSixWords))
  const shared = dataTypes.flatMap(ownTexts).flatMap(([where, text]) =>
    runsOfSixWords(text)
      .filter((run) => foreign.has(run))
      .map((run) => `${where}: ${run}`),
  )
  expect(shared).toEqual([])
})

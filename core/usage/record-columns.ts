import type { ClassificationConcept } from '../data-types/data-type.ts'
import { capacityText } from '../query/capacity-text.ts'
import { type CellTable, createCellTable } from '../query/cell-table.ts'
import { createMatch, unknownValue } from '../query/report-spec.ts'
import { primeValues } from './prime-boundaries.ts'
import { statusValues } from './series-spans.ts'
import type { TypedUses } from './typed-uses.ts'
import type { UsageColumnSpec, UsageSpec } from './usage-spec.ts'

/** Classifications that no key tells: the engine finds them out while it counts. */
const found = ['level', 'queued-level', 'capacity', 'daemon-status', 'prime'] as const satisfies ClassificationConcept[]
type Found = (typeof found)[number]

/** Level of time in which nobody looked, or no answer came. */
export const levelUnknown = -1

/**
 * What tells records apart, and which rows they go to. A record is told by its key, its hour and its state: the values of the found
 * classifications. Rows are told by the group of the key and the shape of the state: what stays of them in the answer.
 */
export interface RecordColumns {
  /** By key; -1: filtered out. */
  readonly groupOfKey: Int32Array
  has(concept: Found): boolean
  /** Whether the rows tell the level, or a filter chooses by it. */
  readonly isByLevel: boolean
  /** Numbers a state. */
  state(level: number, queued: number, capacity: number, status: number, prime: number): number
  /** Of a state; -1: filtered out. */
  shapeOf(state: number): number
  /** Whether a column is one that the engine finds out. */
  isFound(column: number): boolean
  /** Text of a column that stays in the answer. */
  text(column: number, group: number, shape: number): string
  readonly spec: readonly UsageColumnSpec[]
}

const filterOf = ({ where }: UsageColumnSpec) => (where && where.length > 0 ? createMatch(where) : undefined)

const isFound = ({ concept }: UsageColumnSpec): boolean => (found as readonly (string | undefined)[]).includes(concept)

/** Text of one of the five numbers of a state. */
const textOfFound: Record<Found, (value: number) => string> = {
  level: (level) => (level === levelUnknown ? unknownValue : String(level)),
  'queued-level': (level) => (level === levelUnknown ? unknownValue : String(level)),
  capacity: capacityText,
  'daemon-status': (status) => statusValues[status] as string,
  prime: (prime) => primeValues[prime] as string,
}

const statesTable = (): CellTable => createCellTable({ periods: 1, series: 1, rests: 1, hasExtra: true })

/** The number of `found[place]` in a state or shape. */
const valueAt = (table: CellTable, number: number, place: number): number => {
  const key = table.keys[number * 4 + Math.min(3, place)] as number
  return place < 3 ? key : place === 3 ? key >> 2 : key & 3
}

export const recordColumns = ({ columns }: UsageSpec, { keys }: TypedUses): RecordColumns => {
  const { groupOfKey, textsOfGroup, placeOf } = groupKeys(columns, keys)
  const columnOf = found.map((concept) => columns.find((one) => one.concept === concept))
  const filters = columnOf.map((column) => column && filterOf(column))
  const isGrouped = columnOf.map((column) => column?.isGrouped ?? false)
  const states = statesTable()
  const shapes = statesTable()
  let shapeOfState = new Int32Array(1024)
  let lastLevel = -2
  let lastQueued = -2
  let lastRest = -1
  let lastCapacity = -3
  let lastState = -1

  const shapeFor = (state: number): number => {
    const values = found.map((_, place) => valueAt(states, state, place))
    const passes = values.every((value, i) => filters[i]?.(textOfFound[found[i] as Found](value)) ?? true)
    if (!passes) return -1
    const [level, queued, capacity, status, prime] = values.map((value, i) => (isGrouped[i] ? value : 0)) as [
      number,
      number,
      number,
      number,
      number,
    ]
    return shapes.at(level, queued, capacity, status * 4 + prime)
  }
  return {
    groupOfKey,
    has: (concept) => columnOf[found.indexOf(concept)] !== undefined,
    isByLevel: [0, 1].some((place) => isGrouped[place] || filters[place] !== undefined),
    state(level, queued, capacity, status, prime) {
      const rest = status * 4 + prime
      if (level === lastLevel && queued === lastQueued && capacity === lastCapacity && rest === lastRest)
        return lastState
      lastLevel = level
      lastQueued = queued
      lastCapacity = capacity
      lastRest = rest
      const before = states.size
      lastState = states.at(level, queued, capacity, rest)
      if (lastState === before) {
        if (before === shapeOfState.length) {
          const grown = new Int32Array(before * 2)
          grown.set(shapeOfState)
          shapeOfState = grown
        }
        shapeOfState[before] = shapeFor(before)
      }
      return lastState
    },
    shapeOf: (state) => shapeOfState[state] as number,
    isFound: (column) => isFound(columns[column] as UsageColumnSpec),
    text(column, group, shape) {
      const { concept } = columns[column] as UsageColumnSpec
      const place = found.indexOf(concept as Found)
      if (place < 0) return (textsOfGroup[group] as readonly string[])[placeOf[column] as number] as string
      return textOfFound[concept as Found](valueAt(shapes, shape, place))
    },
    spec: columns,
  }
}

/** Puts the keys that pass into groups: those that are equal in all columns that stay. */
const groupKeys = (columns: readonly UsageColumnSpec[], keys: readonly (readonly string[])[]) => {
  const kept = columns.flatMap((column, i) => (column.isGrouped && !isFound(column) ? [i] : []))
  const filters = columns.flatMap((column, i) => {
    const matches = isFound(column) ? undefined : filterOf(column)
    return matches ? [{ i, matches, known: new Map<string, boolean>() }] : []
  })
  const numbers = new Map<string, number>()
  const textsOfGroup: string[][] = []
  const groupOfKey = Int32Array.from(keys, (key) => {
    for (const { i, matches, known } of filters) {
      const text = key[i] as string
      let passes = known.get(text)
      if (passes === undefined) {
        passes = matches(text)
        known.set(text, passes)
      }
      if (!passes) return -1
    }
    const texts = kept.map((i) => key[i] as string)
    const name = texts.join('\0')
    let number = numbers.get(name)
    if (number === undefined) {
      number = textsOfGroup.length
      numbers.set(name, number)
      textsOfGroup.push(texts)
    }
    return number
  })
  const placeOf = columns.map((_, i) => kept.indexOf(i))
  return { groupOfKey, textsOfGroup, placeOf }
}

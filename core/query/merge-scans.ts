import type { EventText } from './event-kinds.ts'
import { addMeasures, type Measures, measureNames } from './measures.ts'
import type { Extras, Scan } from './scan.ts'

/** What one worker found, as plain data. */
export interface ScanPart {
  readonly size: number
  /** Period, series, rest and extra of each cell. */
  readonly cells: Int32Array
  readonly measures: Measures
  readonly extras: Extras
}

export const partOf = ({ cells, measures, extras }: Scan): ScanPart => {
  const trimmed = {} as Measures
  for (const name of measureNames) trimmed[name] = measures[name].slice(0, cells.size)
  return { size: cells.size, cells: cells.keys.slice(0, cells.size * 4), measures: trimmed, extras }
}

export const buffersOfPart = ({ cells, measures }: ScanPart): ArrayBuffer[] => [
  cells.buffer as ArrayBuffer,
  ...measureNames.map((name) => measures[name].buffer as ArrayBuffer),
]

/** Adds what another worker found. Both scans are of the same spec and dictionary, so keys and groups have the same numbers. */
export const absorb = (scan: Scan, { size, cells, measures, extras }: ScanPart): void => {
  const { engine } = scan.spec
  const extraOf =
    engine === 'events'
      ? extras.events.map((text: EventText) => scan.eventExtra(text))
      : extras.levels.map(({ level, capacity }) => scan.levelExtra(level, capacity))
  for (let i = 0; i < size; i++) {
    const extra = cells[i * 4 + 3] as number
    const cell = scan.cellAt(
      cells[i * 4] as number,
      cells[i * 4 + 1] as number,
      cells[i * 4 + 2] as number,
      extraOf[extra] ?? extra,
    )
    addMeasures(scan.measures, cell, measures, i)
  }
}

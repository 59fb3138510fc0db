import { expect, test } from 'vitest'
import { generateLog } from './log-generator.ts'
import { hourlyRecords } from './records.ts'
import { recount } from './recount.ts'

const OPTIONS = { seed: 11, days: 12, users: 12, hosts: 9, features: 6, daemons: 2, eventsPerDay: 120 } as const

const read = (text: string, zone = 'UTC') =>
  recount([{ name: 'g.log', bytes: new TextEncoder().encode(text) }], { zone })

test('the same options give the same text, another seed another', () => {
  expect(generateLog(OPTIONS)).toBe(generateLog(OPTIONS))
  expect(generateLog(OPTIONS)).not.toBe(generateLog({ ...OPTIONS, seed: 12 }))
  expect(generateLog({ ...OPTIONS, crlf: true }).replaceAll('\r\n', '\n')).toBe(generateLog(OPTIONS))
})

test('it holds every kind of event, several ends of runs and some rejected lines', () => {
  const kinds = new Set<string>()
  const endings = new Set<string>()
  const reasons = new Set<string>()
  for (const seed of [1, 2, 3]) {
    const { streams, files } = read(generateLog({ ...OPTIONS, seed, days: 30 }))
    expect(streams).toHaveLength(1)
    for (const event of streams[0].events) kinds.add(event.kind)
    for (const run of streams[0].runs) endings.add(run.ending)
    for (const { reason } of files[0].rejected) reasons.add(reason)
    expect(files[0].pieces).toHaveLength(1)
  }
  const wanted = ['out', 'in', 'in without out', 'denied', 'unsupported', 'queued', 'upgrade', 'false usage']
  expect([...kinds].sort()).toEqual([...wanted, 'daemon start', 'reload'].sort())
  expect([...endings].sort()).toEqual(['exit', 'log', 'manager', 'restart', 'silence'])
  expect(reasons).toContain('torn')
  expect(reasons).toContain('glued')
})

test('every line stands on the day the generator meant', () => {
  // Without stops every line's day can be followed: the log ends on its last day.
  const { streams } = read(generateLog({ ...OPTIONS, restarts: false, torn: 0 }))
  expect(new Date(streams[0].lastAt * 1000).toISOString().slice(0, 10)).toBe('2024-03-16')
  expect(streams[0].runs).toHaveLength(2)
})

test('time at level adds up to what the keys held, and to the observed time', () => {
  for (const seed of [1, 2, 3, 4]) {
    const counted = read(generateLog({ ...OPTIONS, seed, verbose: seed === 4 }), 'Europe/Berlin')
    const sum = (id: number, name: string) => {
      const { columns, rows } = hourlyRecords(counted, id)
      const index = columns.findIndex((column) => column.name === name)
      return rows.reduce((total, row) => total + Number(row.cells[index]), 0)
    }
    const held = sum(51, 'Elapsed time')
    expect(held).toBeGreaterThan(100)
    for (const id of [50, 83, 84, 85, 86]) expect(sum(id, 'Elapsed time')).toBeCloseTo(held, 6)
    expect(sum(76, 'Elapsed time')).toBeCloseTo(sum(77, 'Elapsed Time'), 6)
    expect(sum(76, 'Running time')).toBeCloseTo(sum(51, 'Running Time'), 6)
    expect(sum(75, 'Events')).toBe(sum(129, 'Events'))
  }
})

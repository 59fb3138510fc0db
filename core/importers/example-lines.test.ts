import { expect, test } from 'vitest'
import { detectFormat } from '../reading/detection.ts'
import { exampleLines } from './example-lines.ts'
import { importers } from './registry.ts'

const detectors = importers.map(({ detector }) => detector)

test.each(importers.map(({ format }) => format))('the example of %s is taken for that format', (format) => {
  const example = exampleLines[format]
  expect(example, `${format} has no example`).toBeDefined()
  expect(example.lines.length).toBeGreaterThan(0)
  expect(example.lines.length).toBeLessThanOrEqual(4)
  const text = new TextEncoder().encode(`${example.lines.join('\n')}\n`)
  expect(detectFormat(text, 'example.txt', detectors)).toMatchObject({ kind: 'format', format })
})

test('there are examples of no other formats, and the files are told in whole sentences', () => {
  const formats = new Set(importers.map(({ format }) => format))
  expect(Object.keys(exampleLines).filter((format) => !formats.has(format))).toEqual([])
  for (const { file } of Object.values(exampleLines)) expect(file).toMatch(/^[A-Z].*[.:]$/)
})

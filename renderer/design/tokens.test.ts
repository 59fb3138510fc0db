import { expect, test } from 'vitest'
import { type Colours, colours, type Scheme, seriesColour, seriesColours, seriesPalette } from './tokens.ts'

const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG 2.2 contrast ratio. */
const contrast = (a: string, b: string): number => {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

const schemes: readonly Scheme[] = ['light', 'dark']
const texts: readonly (keyof Colours)[] = [
  'text',
  'textMuted',
  'accentText',
  'success',
  'warning',
  'danger',
  'chartText',
]
const grounds: readonly (keyof Colours)[] = ['page', 'surface', 'raised', 'hover']

test.each(schemes)('%s: every text is readable on every ground', (scheme) => {
  const c = colours[scheme]
  for (const text of texts)
    for (const ground of grounds)
      expect(contrast(c[text], c[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  expect(contrast(c.onAccent, c.accent)).toBeGreaterThanOrEqual(4.5)
  expect(contrast(c.onAccent, c.danger)).toBeGreaterThanOrEqual(4.5)
  expect(contrast(c.accentText, c.accentSoft)).toBeGreaterThanOrEqual(4.5)
  expect(contrast(c.text, c.accentSoft)).toBeGreaterThanOrEqual(4.5)
  expect(contrast(c.text, c.warningSoft)).toBeGreaterThanOrEqual(4.5)
})

test.each(schemes)('%s: controls, focus and series stand out from the page', (scheme) => {
  const c = colours[scheme]
  for (const line of [c.borderControl, c.focus, c.capacity, c.denial, c.otherSeries, ...seriesPalette[scheme]])
    expect(contrast(line, c.page), line).toBeGreaterThanOrEqual(3)
})

test('a name has the same place in both schemes, whatever else is shown', () => {
  expect(seriesPalette.light.length).toBe(seriesPalette.dark.length)
  const place = seriesPalette.light.indexOf(seriesColour('MATLAB', 'light'))
  expect(seriesPalette.dark.indexOf(seriesColour('MATLAB', 'dark'))).toBe(place)
  expect(seriesColours(['MATLAB', 'ansys'], 'light')[0]).toBe(seriesColour('MATLAB', 'light'))
})

test('no colour stands twice in one picture, and past the palette all are the rest', () => {
  const names = Array.from({ length: 14 }, (_, index) => `feature_${index}`)
  const given = seriesColours(names, 'dark')
  expect(new Set(given.slice(0, 12)).size).toBe(12)
  expect(given.slice(12)).toEqual([colours.dark.otherSeries, colours.dark.otherSeries])
})

import { expect, test } from 'vitest'
import { headerOf, lineOfOffset, lineSpan, withNames } from './map-text.ts'

const text = 'MAP: Finance (Department)\nann\nmnl*\n\n# end of finance\nMAP: Design\nbob\nDEFAULT: rest\n'

test('an offset stands in a line, a line at a span', () => {
  expect(lineOfOffset(text, 0)).toBe(1)
  expect(lineOfOffset(text, text.indexOf('mnl'))).toBe(3)
  expect(lineSpan(text, 2)).toEqual({ from: 26, to: 29 })
  expect(lineSpan('a\r\nb', 1)).toEqual({ from: 0, to: 1 })
  expect(lineSpan('a\nb', 9)).toEqual({ from: 2, to: 3 })
})

test('names are added after the last name of their group', () => {
  const added = withNames(text, { group: 'Finance', type: 'Department' }, 1, ['eve', 'zoe'])
  expect(added.text).toBe(
    'MAP: Finance (Department)\nann\nmnl*\neve\nzoe\n\n# end of finance\nMAP: Design\nbob\nDEFAULT: rest\n',
  )
  expect(added.line).toBe(4)
  expect(withNames(text, { group: 'Design', type: '' }, 6, ['eve']).text).toContain('bob\neve\nDEFAULT: rest\n')
})

test('a group without a name yet takes them under its header', () => {
  expect(withNames('MAP: A\nMAP: B\nbob', { group: 'A', type: '' }, 1, ['ann'])).toEqual({
    text: 'MAP: A\nann\nMAP: B\nbob',
    line: 2,
  })
})

test('a new group comes to the end, and an empty text begins with it', () => {
  expect(withNames('MAP: A\nbob', { group: 'B', type: 'Site' }, undefined, ['ann'])).toEqual({
    text: 'MAP: A\nbob\n\nMAP: B (Site)\nann\n',
    line: 5,
  })
  expect(withNames('', { group: 'B', type: '' }, undefined, ['ann'])).toEqual({ text: 'MAP: B\nann\n', line: 2 })
  expect(headerOf({ group: 'B', type: '' })).toBe('MAP: B')
})

test('line breaks stay as the file has them', () => {
  expect(withNames('MAP: A\r\nbob\r\n', { group: 'A', type: '' }, 1, ['ann']).text).toBe('MAP: A\r\nbob\r\nann\r\n')
})

test('a line that was looked up in an older text is looked up again', () => {
  const moved = `# new\n${text}`
  expect(withNames(moved, { group: 'Design', type: '' }, 6, ['eve']).text).toContain('MAP: Design\nbob\neve\n')
  expect(withNames('MAP : design\nbob', { group: 'Design', type: '' }, 1, ['eve']).text).toBe('MAP : design\nbob\neve')
  expect(withNames('bob\n', { group: 'Design', type: '' }, 1, ['eve']).text).toBe('bob\n\nMAP: Design\neve\n')
})

import type { z } from 'zod'
import { ConsoleError } from '../contract/errors.ts'
import { type ViewFile, viewFile } from '../contract/views.ts'

/** How many things are said to be wrong at once. */
const mostSaid = 3

/** Reads the text of a file with saved views. @throws ConsoleError `invalid`: what is wrong, and where; nothing was imported */
export const readViewFile = (text: string): ViewFile => {
  const given = parse(text)
  if (typeof given !== 'object' || given === null || (given as { lictor?: unknown }).lictor !== 'saved views') {
    throw refused('It does not hold saved views: it should begin with { "lictor": "saved views", "version": 1, … }.')
  }
  const { version } = given as { version?: unknown }
  if (typeof version === 'number' && version > 1) {
    throw refused('It was written by a newer version of Lictor. Import it there, or export it again from this one.')
  }
  const read = viewFile.safeParse(given)
  if (!read.success) {
    const said = read.error.issues.slice(0, mostSaid).map((issue) => `${placeOf(given, issue.path)}: ${wordsOf(issue)}`)
    const more = read.error.issues.length - said.length
    throw refused(`${said.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`)
  }
  const names = read.data.views.map(({ name }) => name.toLowerCase())
  const twice = read.data.views.find(({ name }, at) => names.indexOf(name.toLowerCase()) !== at)
  if (twice) throw refused(`It holds two views named ${twice.name}.`)
  return read.data
}

const refused = (why: string) =>
  new ConsoleError('invalid', `The file was not imported, and no view was changed. ${why}`)

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')
    const line = at ? text.slice(0, Number(at[1])).split('\n').length : undefined
    throw refused(`It is not JSON${line === undefined ? '' : `: line ${line} cannot be read`}.`)
  }
}

/** `views[2] (Denials) › shape › by` */
const placeOf = (file: unknown, path: readonly PropertyKey[]): string => {
  const [first, index, ...rest] = path
  if (first !== 'views' || typeof index !== 'number') return path.map(String).join(' › ') || 'the file'
  const view = (file as { views?: readonly { name?: unknown }[] }).views?.[index]
  const name = typeof view?.name === 'string' ? ` (${view.name.slice(0, 60)})` : ''
  return [`view ${index + 1}${name}`, ...rest.map(String)].join(' › ')
}

const wordsOf = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${issue.keys.join(', ')} is not known`
    case 'invalid_value':
      return `it must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`
    case 'invalid_type':
      return issue.input === undefined && /undefined/.test(issue.message)
        ? 'it is missing'
        : `it must be a ${issue.expected}`
    default:
      return issue.message.charAt(0).toLowerCase() + issue.message.slice(1)
  }
}

import { readFile } from 'node:fs/promises'
import { type Settings, settings } from '../contract/application.ts'
import { defaultSettings } from '../contract/default-settings.ts'
import { ConsoleError } from '../contract/errors.ts'
import { openDatabase } from '../database/connection.ts'
import { openSettings } from '../settings/settings.ts'
import { taskEnded, withCalls } from './console-calls.ts'
import { type ConsoleIo, ExitStatus, say, write } from './console-io.ts'

export interface SettingsOptions {
  readonly db: string
  readonly format: 'text' | 'json'
}

type Name = keyof Settings
const names = Object.keys(defaultSettings) as Name[]

/** What each does, for the list. */
const effects: { readonly [K in Name]: string } = {
  reportZone: 'time zone of reports; empty: that of the only source, else of this machine',
  theme: 'look of the console: system, light or dark',
  denialBefore: 'seconds before a checkout within which a denial is false; days are derived anew',
  denialAfter: 'seconds after a checkout within which a denial is false; days are derived anew',
  queueHours: 'hours after which somebody in the queue is taken to have given up; days are derived anew',
  primeTime: 'calendar of prime time as JSON, or @FILE with it; null: none',
  retentionMonths: 'days older than this many months are removed; 0: none',
  eventDays: 'days that events are kept; 0: all of them',
  quietHours: 'no popups from and to, as JSON such as {"from":"22:00","to":"06:00"}; null: at any hour',
  customerId: 'Customer ID of every record; empty: undef',
  updateFeed: 'where updates of the console are looked for; empty: nowhere',
}

const settingNamed = (name: string): Name => {
  const found = names.find((one) => one.toLowerCase() === name.toLowerCase())
  if (!found) throw new ConsoleError('invalid', `There is no setting ${name}. There are: ${names.join(', ')}.`)
  return found
}

const readSettings = async (db: string): Promise<Settings> => {
  const database = await openDatabase(db, { readOnly: true })
  try {
    return (await openSettings(database)).current
  } finally {
    await database.close()
  }
}

export const settingsList = async ({ db, format }: SettingsOptions, io: ConsoleIo): Promise<ExitStatus> => {
  const current = await readSettings(db)
  if (format === 'json') await write(io, `${JSON.stringify(current, null, 2)}\n`)
  else for (const name of names) await write(io, `${name} = ${JSON.stringify(current[name])}\n  ${effects[name]}\n`)
  return ExitStatus.well
}

/** A text as it is, anything else as JSON. */
export const settingsGet = async (
  name: string,
  { db, format }: SettingsOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const value = (await readSettings(db))[settingNamed(name)]
  await write(io, `${typeof value === 'string' && format === 'text' ? value : JSON.stringify(value, null, 2)}\n`)
  return ExitStatus.well
}

/** @throws ConsoleError `invalid` for a name or value that is none */
export const settingsSet = async (
  given: string,
  text: string,
  { db }: Pick<SettingsOptions, 'db'>,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const name = settingNamed(given)
  const change = settingValue(name, text.startsWith('@') ? await contentOf(text.slice(1)) : text)
  return withCalls(db, io, async (call) => {
    const before = new Set((await call('tasks.list', {})).map(({ id }) => id))
    await call('settings.change', change)
    say(io, `${name} is set.`)
    const task = (await call('tasks.list', {})).find(({ id, kind }) => kind === 'rebuild' && !before.has(id))
    if (!task) return ExitStatus.well
    const ended = await taskEnded(call, task.id, io)
    say(io, ended?.detail ?? '')
    return ended?.state === 'finished' ? ExitStatus.well : ExitStatus.rejected
  })
}

const contentOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new ConsoleError('invalid', `The value could not be read from ${path}: ${(error as Error).message}`)
  }
}

/** The text itself where the setting is a text, else what it says as JSON. */
const settingValue = (name: Name, text: string): Partial<Settings> => {
  const asText = settings.partial().safeParse({ [name]: text })
  if (asText.success) return asText.data
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = text
  }
  const parsed = settings.partial().safeParse({ [name]: value })
  if (parsed.success) return parsed.data
  const why = parsed.error.issues.map(({ path, message }) => `${path.slice(1).join('.') || name}: ${message}`)
  throw new ConsoleError('invalid', `This is no value for ${name}. ${why.join('. ')}. Nothing was changed.`)
}

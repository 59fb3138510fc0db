import { listCapacity } from '../api/capacity-list.ts'
import { type Licences, mostLicences, type TypedCapacity } from '../contract/capacity.ts'
import type { Client } from '../contract/client.ts'
import { ConsoleError } from '../contract/errors.ts'
import { openDatabase } from '../database/connection.ts'
import { openDictionaryMirror } from '../imports/dictionary-mirror.ts'
import { taskEnded, withCalls } from './console-calls.ts'
import { type ConsoleIo, ExitStatus, say, write } from './console-io.ts'

export interface CapacityListOptions {
  readonly db: string
  /** ISO date or instant; now unless given. */
  readonly at?: string
  readonly format: 'text' | 'json'
}

const licencesText = (licences: Licences): string => (licences === null ? 'unknown' : String(licences))

/** Every feature of every vendor licence with its number of licences and where that comes from. */
export const capacityListCommand = async (
  { db, at, format }: CapacityListOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const database = await openDatabase(db, { readOnly: true })
  try {
    const entries = await listCapacity(database, await openDictionaryMirror(database), at)
    if (format === 'json') await write(io, `${JSON.stringify(entries, null, 2)}\n`)
    else
      for (const { vendorLicence, feature, licences, origin, detail, expires } of entries)
        await write(
          io,
          `${vendorLicence}  ${feature}  ${licencesText(licences)}${origin ? `  (${origin}${detail ? `: ${detail}` : ''})` : ''}${expires ? `  expires ${expires}` : ''}\n`,
        )
    return ExitStatus.well
  } finally {
    await database.close()
  }
}

export interface CapacityStepOptions {
  readonly db: string
  /** Local date or date and time on the server's clock. */
  readonly from: string
  readonly note?: string
}

/** Types a number of licences in, or changes the one of that date. */
export const capacitySetCommand = async (
  vendorLicence: string,
  feature: string,
  count: string,
  { db, from, note }: CapacityStepOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const key = keyOf(vendorLicence, feature)
  const licences = licencesOf(count)
  await withCalls(db, io, async (call) => {
    const before = find(await call('capacity.typed', {}), key, from)
    if (before) await call('capacity.change', { id: before.id, licences, ...(note === undefined ? {} : { note }) })
    else await call('capacity.add', { ...key, at: from, licences, ...(note === undefined ? {} : { note }) })
    await rebuilt(call, io)
  })
  say(io, `${vendorLicence} has ${licencesText(licences)} licences of ${feature} from ${from} on.`)
  return ExitStatus.well
}

/** Removes a number that was typed in. @throws ConsoleError `not-found` */
export const capacityRemoveCommand = async (
  vendorLicence: string,
  feature: string,
  { db, from }: CapacityStepOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const key = keyOf(vendorLicence, feature)
  await withCalls(db, io, async (call) => {
    const known = find(await call('capacity.typed', {}), key, from)
    if (!known)
      throw new ConsoleError('not-found', `Nothing was typed in for ${feature} of ${vendorLicence} from ${from} on.`)
    await call('capacity.remove', { id: known.id })
    await rebuilt(call, io)
  })
  say(io, `The number of ${feature} licences of ${vendorLicence} from ${from} on was removed.`)
  return ExitStatus.well
}

type Key = Pick<TypedCapacity, 'server' | 'daemon' | 'feature'>

/** `lic1;gearld` @throws ConsoleError `invalid` */
const keyOf = (vendorLicence: string, feature: string): Key => {
  const [server, daemon, ...more] = vendorLicence.split(';').map((part) => part.trim())
  if (!server || !daemon || more.length > 0)
    throw new ConsoleError('invalid', `${vendorLicence} is no vendor licence. Write it as server;daemon.`)
  return { server, daemon, feature }
}

/** @throws ConsoleError `invalid` */
const licencesOf = (count: string): Licences => {
  if (count === 'uncounted') return 'uncounted'
  if (count === 'unknown') return null
  if (!/^\d{1,8}$/.test(count) || Number(count) > mostLicences)
    throw new ConsoleError(
      'invalid',
      `${count} is no number of licences. Write a number up to ${mostLicences.toLocaleString('en-US')}, uncounted or unknown.`,
    )
  return Number(count)
}

const find = (typed: readonly TypedCapacity[], key: Key, at: string): TypedCapacity | undefined =>
  typed.find(
    (row) =>
      row.at === at.replace(/T00:00(:00)?$/, '') &&
      row.feature === key.feature &&
      row.server.toLowerCase() === key.server.toLowerCase() &&
      row.daemon.toLowerCase() === key.daemon.toLowerCase(),
  )

/** Waits until the days follow. */
const rebuilt = async (call: Client['call'], io: ConsoleIo): Promise<void> => {
  const rebuilds = (await call('tasks.list', {})).filter(({ kind }) => kind === 'rebuild')
  const last = Math.max(0, ...rebuilds.map(({ id }) => id))
  if (last > 0) await taskEnded(call, last, io)
}

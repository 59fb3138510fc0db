import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import { findOldDays, type OldDays, oldestKeptDay, removeOldDays } from '../imports/retention.ts'
import { machineZone } from '../imports/zone-names.ts'
import type { WatchClock } from '../watch/watch-clock.ts'
import type { CoreContext } from './core-context.ts'

type RetentionCalls = Pick<Api, Extract<keyof Api, `retention.${string}`>>

const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
const sum = (old: readonly OldDays[], of: 'days' | 'lines' | 'bytes'): number =>
  old.reduce((total, one) => total + one[of], 0)

export const createRetentionApi = (context: CoreContext): RetentionCalls => ({
  'retention.preview': async ({ months }) => {
    const now = Date.now()
    const old = await context.database.snapshot((reader) => findOldDays(reader, months, now))
    return {
      months,
      ...(months > 0 ? { firstDay: isoDay(oldestKeptDay(machineZone(), months, now)) } : {}),
      days: sum(old, 'days'),
      lines: sum(old, 'lines'),
      bytes: sum(old, 'bytes'),
      servers: [...new Set(old.map(({ server }) => server))].sort(),
    }
  },
  'retention.apply': async ({ months }) => {
    const old = await findOldDays(context.database, months, Date.now())
    if (old.length === 0)
      throw new ConsoleError(
        'refused',
        `No day is older than ${months === 1 ? 'a month' : `${months} months`}. Nothing was removed.`,
      )
    return { taskId: startRemoval(context, months).taskId }
  },
})

/** Removes what is older than so many months when it is its turn, as a task. */
const startRemoval = (
  { database, imports, tasks, announce }: CoreContext,
  months: number,
): { readonly taskId: number; readonly done: Promise<void> } => {
  const task = tasks.start({ kind: 'remove', title: 'Remove old days', unit: 'days' })
  const done = imports.alone(async () => {
    task.begin()
    try {
      // Asked again: imports before this one may have brought or changed days.
      const old = await findOldDays(database, months, Date.now())
      await removeOldDays(database, old, (gone, total) =>
        task.update({
          done: gone,
          total,
          detail: `Removing ${gone.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`,
        }),
      )
      const days = sum(old, 'days')
      task.end(
        'finished',
        days === 0
          ? 'No day was that old any more.'
          : `${days === 1 ? 'One day' : `${days.toLocaleString('en-US')} days`} older than ${months === 1 ? 'a month' : `${months} months`} removed. The numbers of the days that stay are the same.`,
      )
      announce('data.changed', { sources: old.map(({ past }) => past.source) })
    } catch (error) {
      task.end('failed', `${(error as Error).message} What was not removed yet is removed next time.`)
    }
  })
  return { taskId: task.id, done }
}

/** Removes old days by itself, as the setting says. Resolves when it is through. */
const applyRetention = async (context: CoreContext): Promise<void> => {
  const { retentionMonths } = context.settings.current
  if (retentionMonths === 0) return
  if ((await findOldDays(context.database, retentionMonths, Date.now())).length === 0) return
  await startRemoval(context, retentionMonths).done
}

const firstAfter = 60_000
const every = 86_400_000

/** Once a day, and soon after the start, because a desktop program may never run for a whole day. @returns what ends it */
export const repeatRetention = (
  context: CoreContext,
  clock: WatchClock,
  log: (error: unknown, where: string) => void,
): (() => void) => {
  let callOff = clock.after(firstAfter, function again() {
    callOff = clock.after(every, again)
    applyRetention(context).catch((error) => log(error, 'retention'))
  })
  return () => callOff()
}

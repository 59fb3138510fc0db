import { ConsoleError } from '../contract/errors.ts'
import type { Watch, WatchedFile } from '../contract/watch.ts'
import {
  allWatches,
  dropRemovedWatches,
  insertWatch,
  updateWatch,
  type WatchRow,
  watchedFiles,
} from '../database/watch-table.ts'
import { dropUnfinishedTails } from '../imports/import-tails.ts'
import { followHints } from './change-hints.ts'
import { type LookResult, lookAt, restMilliseconds } from './look.ts'
import type { WatcherContext } from './watch-context.ts'
import { asWatch, asWatchedFiles, type WatchedPath, watchedPath } from './watched-path.ts'

export type WatchChange = Partial<
  Pick<WatchRow, 'pattern' | 'subfolders' | 'every_seconds' | 'server' | 'zone' | 'format' | 'paused'>
>

export interface Watcher {
  list(): readonly Watch[]
  files(id: number): readonly WatchedFile[]
  add(
    row: Pick<WatchRow, 'path' | 'kind' | 'pattern' | 'subfolders' | 'every_seconds' | 'server' | 'zone' | 'format'>,
  ): Promise<Watch>
  change(id: number, change: WatchChange): Promise<Watch>
  /** Resolves when the look is over and what it found is imported. */
  look(id: number): Promise<Watch>
  remove(id: number): Promise<void>
  restore(id: number): Promise<Watch>
  /** Begins the regular looks. Without it nothing happens by itself. */
  start(): void
  /** Resolves when no look is under way. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** A hint does not make it look more often than this, nor spend more than a tenth of the time looking. */
const hintMilliseconds = 5000

/**
 * Looks at each watched path at its interval, one after the other, and hands what has grown to the queue of imports. Errors are told once,
 * when they begin, and so is their end.
 */
export const createWatcher = async (context: WatcherContext): Promise<Watcher> => {
  const { database, clock, announce, log } = context
  await database.transaction(async (tx) => {
    await dropRemovedWatches(tx)
    await dropUnfinishedTails(tx)
  })
  const watched = new Map<number, WatchedPath>()
  for (const row of await allWatches(database))
    watched.set(row.id, watchedPath(row, await watchedFiles(database, row.id)))
  const removed = new Set<number>()
  let isStarted = false
  let isClosed = false
  let callOff: (() => void) | undefined
  let looks: Promise<unknown> = Promise.resolve()

  const known = (id: number): WatchedPath => {
    const found = watched.get(id)
    if (!found || removed.has(id)) throw new ConsoleError('not-found', 'This path is not watched any more.')
    return found
  }
  const isActive = ({ row }: WatchedPath): boolean => row.paused === 0 && !removed.has(row.id)

  /** One timer, for whichever look is due first. */
  const schedule = (): void => {
    callOff?.()
    callOff = undefined
    if (!isStarted || isClosed) return
    const next = [...watched.values()]
      .filter((one) => isActive(one) && !one.isLooking)
      .map(({ nextLookAt }) => nextLookAt)
    if (next.length === 0) return
    callOff = clock.after(Math.max(0, Math.min(...next) - clock.now()), () => {
      callOff = undefined
      for (const one of watched.values())
        if (isActive(one) && !one.isLooking && one.nextLookAt <= clock.now())
          void look(one).catch((error) => log(`The look at ${one.row.path} failed.`, error))
      schedule()
    })
  }

  const hint = (one: WatchedPath): void => {
    const soonest = Math.max(clock.now() + 300, one.lastLookAt + Math.max(hintMilliseconds, one.took * 10))
    if (one.isLooking || soonest >= one.nextLookAt) return
    one.nextLookAt = soonest
    schedule()
  }

  const follow = (one: WatchedPath): void => {
    const isWanted = isStarted && !isClosed && isActive(one) && !one.unreachable
    if (isWanted) {
      one.endHints ??= followHints(
        one.row,
        () => hint(one),
        () => {
          one.endHints = undefined
        },
      )
    } else {
      one.endHints?.()
      one.endHints = undefined
    }
  }

  const look = (one: WatchedPath): Promise<void> => {
    if (one.queued) return one.queued
    one.isLooking = true
    const { id } = one.row
    const work = looks.then(async () => {
      one.queued = undefined
      if (isClosed) return
      announce('watch.changed', { id })
      let result: LookResult = { waits: false }
      try {
        result = await lookAt(context, one, watched.values())
      } catch (error) {
        one.row = { ...one.row, outcome: `The last look failed; it is tried again. ${(error as Error).message}` }
        throw error
      } finally {
        one.isLooking = false
        one.lastLookAt = clock.now()
        const rest = result.waits ? restMilliseconds(one.row) : one.row.every_seconds * 1000
        one.nextLookAt = clock.now() + Math.min(rest, one.row.every_seconds * 1000)
        follow(one)
        schedule()
        announce('watch.changed', { id })
      }
    })
    one.queued = work
    looks = work.catch(() => undefined)
    return work
  }

  const change = async (one: WatchedPath, next: Partial<Omit<WatchRow, 'id'>>): Promise<void> => {
    await database.transaction((tx) => updateWatch(tx, one.row.id, next))
    one.row = { ...one.row, ...next }
    follow(one)
    schedule()
    announce('watch.changed', { id: one.row.id })
  }

  return {
    list: () =>
      [...watched.values()]
        .filter(({ row }) => !removed.has(row.id))
        .sort((a, b) => (a.row.path < b.row.path ? -1 : a.row.path > b.row.path ? 1 : a.row.id - b.row.id))
        .map(asWatch),
    files: (id) => asWatchedFiles(known(id)),
    async add(wanted) {
      for (const { row } of watched.values())
        if (!removed.has(row.id) && row.path === wanted.path && row.pattern === wanted.pattern)
          throw new ConsoleError('refused', `${row.path} is watched already. Change that entry, or remove it first.`)
      const row = {
        ...wanted,
        paused: 0,
        removed: 0,
        last_look: 0,
        last_import: 0,
        lines: 0,
        outcome: 'Not looked at yet.',
      }
      const id = await database.transaction((tx) => insertWatch(tx, row))
      const one = watchedPath({ id, ...row }, [])
      watched.set(id, one)
      await look(one)
      return asWatch(one)
    },
    async change(id, next) {
      const one = known(id)
      await change(one, next)
      if (next.paused === 1) return asWatch(one)
      const looksDifferent = next.pattern !== undefined || next.subfolders !== undefined || next.paused === 0
      if (looksDifferent) await look(one)
      else one.nextLookAt = Math.min(one.nextLookAt, clock.now() + one.row.every_seconds * 1000)
      schedule()
      return asWatch(one)
    },
    async look(id) {
      const one = known(id)
      await look(one)
      return asWatch(one)
    },
    async remove(id) {
      const one = known(id)
      removed.add(id)
      await change(one, { removed: 1 })
    },
    async restore(id) {
      const one = watched.get(id)
      if (!one || !removed.delete(id))
        throw new ConsoleError(
          'not-found',
          'This cannot be taken back any more. Add the path again; nothing is counted twice.',
        )
      await change(one, { removed: 0 })
      return asWatch(one)
    },
    start() {
      isStarted = true
      // Soon, but not before the page of the first window.
      for (const one of watched.values()) one.nextLookAt = clock.now() + 500
      schedule()
    },
    async settled() {
      for (let last: unknown; last !== looks; ) {
        last = looks
        await looks
      }
    },
    async close() {
      isClosed = true
      callOff?.()
      for (const one of watched.values()) follow(one)
      // A long import under way is ended with the workers; a short one gets the time to end well.
      await Promise.race([looks, new Promise((done) => setTimeout(done, 2000).unref())])
    },
  }
}

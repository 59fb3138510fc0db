import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { checkOptions } from '../api/imports-api.ts'
import { ConsoleError } from '../contract/errors.ts'
import { withOwnCore } from './console-calls.ts'
import { type ConsoleIo, ExitStatus, say } from './console-io.ts'

export interface WatchCommandOptions {
  readonly db: string
  readonly pattern?: string
  readonly subfolders?: boolean
  readonly every?: string
  readonly zone?: string
  readonly server?: string
  readonly format?: string
}

/** Imports what is written to watched folders and files until it is stopped by a signal; the paths named join those that are watched already. */
export const watchCommand = async (
  paths: readonly string[],
  { db, pattern, subfolders, every, zone, server, format }: WatchCommandOptions,
  io: ConsoleIo,
): Promise<ExitStatus> => {
  const everySeconds = every === undefined ? undefined : Number(every)
  if (everySeconds !== undefined && !(Number.isInteger(everySeconds) && everySeconds >= 1 && everySeconds <= 86_400))
    throw new ConsoleError('invalid', `--every ${every} is not a number of seconds from 1 to 86400.`)
  const told = { ...(zone ? { zone } : {}), ...(server === undefined ? {} : { server }), ...(format ? { format } : {}) }
  checkOptions(told)
  mkdirSync(dirname(resolve(db)), { recursive: true })
  return withOwnCore(
    db,
    io,
    async (core) => {
      const stopped = untilStopped()
      const last = new Map<number, string>()
      core.onEvent(({ event }) => {
        if (event !== 'watch.changed') return
        void core.api['watch.list']({}).then((watches) => {
          for (const { id, path, lines, outcome, reason, isLooking } of watches) {
            const now = reason ?? `${lines} ${outcome}`
            if (isLooking || last.get(id) === now) continue
            last.set(id, now)
            say(io, `${path}: ${reason ?? outcome}`)
          }
        })
      })
      for (const path of paths.map((one) => resolve(one))) {
        const known = (await core.api['watch.list']({})).find(
          (one) => one.path === path && one.pattern === (pattern ?? ''),
        )
        if (known) continue
        await core.api['watch.add']({
          ...{ path, ...told },
          ...(pattern === undefined ? {} : { pattern }),
          ...(subfolders ? { subfolders } : {}),
          ...(everySeconds === undefined ? {} : { everySeconds }),
        })
      }
      const watches = await core.api['watch.list']({})
      if (watches.length === 0)
        throw new ConsoleError(
          'invalid',
          'Nothing is watched yet. Name a folder or a file: lictor watch /var/log/flexlm.',
        )
      say(io, `Watching ${watches.map(({ path }) => path).join(', ')}; press Ctrl+C to stop.`)
      await stopped
      return ExitStatus.well
    },
    { watches: true },
  )
}

const untilStopped = (): Promise<void> =>
  new Promise((done) => {
    // A signal listener alone does not keep the process alive, nor do the pending looks; the command socket does.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done())
  })

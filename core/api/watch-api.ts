import { stat } from 'node:fs/promises'
import { isAbsolute, normalize } from 'node:path'
import type { Api } from '../contract/contract.ts'
import { ConsoleError } from '../contract/errors.ts'
import { restMilliseconds } from '../watch/look.ts'
import { found, unreachableReason } from '../watch/watch-words.ts'
import type { WatchChange } from '../watch/watcher.ts'
import type { CoreContext } from './core-context.ts'
import { checkOptions } from './imports-api.ts'

type WatchCalls = Pick<Api, Extract<keyof Api, `watch.${string}`>>

interface Given {
  readonly pattern?: string | undefined
  readonly subfolders?: boolean | undefined
  readonly everySeconds?: number | undefined
  readonly server?: string | undefined
  readonly zone?: string | undefined
  readonly format?: string | undefined
}

const usualSeconds = 30

export const createWatchApi = ({ watcher, database }: CoreContext): WatchCalls => ({
  'watch.list': async () => watcher.list(),
  'watch.add': async ({ path, ...given }) => {
    check(given)
    if (!isAbsolute(path))
      throw new ConsoleError(
        'invalid',
        `${path} is not an absolute path. Write it from the root on, as /var/log/flexlm or C:\\Logs or \\\\server\\share.`,
      )
    const whole = normalize(path).replace(/(?<=[^\\/:])[\\/]+$/, '')
    const kind = await kindOf(whole)
    if (whole.startsWith(database.path))
      throw new ConsoleError(
        'refused',
        `${whole} belongs to Lictor itself. Choose the folder or file of a licence server.`,
      )
    const watch = await watcher.add({
      path: whole,
      kind,
      pattern: kind === 'folder' ? (given.pattern ?? '') : '',
      subfolders: kind === 'folder' && given.subfolders ? 1 : 0,
      every_seconds: given.everySeconds ?? usualSeconds,
      server: given.server ?? '',
      zone: given.zone ?? '',
      format: given.format ?? '',
    })
    const seconds = restMilliseconds({ every_seconds: watch.everySeconds }) / 1000
    return { watch, found: watch.reason ?? found(watch.filesSeen, kind, seconds) }
  },
  'watch.change': async ({ id, ...given }) => {
    check(given)
    return watcher.change(id, changeOf(given))
  },
  'watch.pause': ({ id }) => watcher.change(id, { paused: 1 }),
  'watch.resume': ({ id }) => watcher.change(id, { paused: 0 }),
  'watch.look': ({ id }) => watcher.look(id),
  'watch.remove': async ({ id }) => {
    await watcher.remove(id)
    return null
  },
  'watch.restore': ({ id }) => watcher.restore(id),
  'watch.files': async ({ id }) => watcher.files(id),
})

/** An empty text takes the option back. */
const check = ({ server, zone, format }: Given): void =>
  checkOptions({ ...(server ? { server } : {}), ...(zone ? { zone } : {}), ...(format ? { format } : {}) })

const changeOf = ({ pattern, subfolders, everySeconds, server, zone, format }: Given): WatchChange => ({
  ...(pattern === undefined ? {} : { pattern }),
  ...(subfolders === undefined ? {} : { subfolders: subfolders ? 1 : 0 }),
  ...(everySeconds === undefined ? {} : { every_seconds: everySeconds }),
  ...(server === undefined ? {} : { server }),
  ...(zone === undefined ? {} : { zone }),
  ...(format === undefined ? {} : { format }),
})

const kindOf = async (path: string): Promise<'folder' | 'file'> => {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const isMissing = error.code === 'ENOENT'
    throw new ConsoleError(
      isMissing ? 'not-found' : 'refused',
      isMissing
        ? `There is no ${path} on the machine where Lictor runs. Nothing is watched. Check the path; a share must be connected.`
        : unreachableReason(path, error.code),
    )
  })
  if (stats.isDirectory()) return 'folder'
  if (stats.isFile()) return 'file'
  throw new ConsoleError('refused', `${path} is neither a folder nor a file, so it cannot be watched.`)
}

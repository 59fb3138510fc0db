import { copyFile, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { ConsoleError } from '../contract/errors.ts'
import { type BrowserHistory, type HistoryVisit, openBrowserHistory } from '../database/browser-history.ts'
import type { Reader } from '../database/connection.ts'
import { type HistoryMark, holdsVisit } from '../importers/browser-history/history-mark.ts'
import type { HistoryHead, HistoryReaderState, HistoryVisitLine } from '../importers/browser-history/reader.ts'
import type { Checkpoint } from '../importers/ingest-file.ts'
import { browserOfProfile, ownerOfProfile } from './history-owner.ts'

const visitsPerPage = 2000
const folderStart = 'lictor-history-'
const attempts = 3

export interface ConvertedHistory {
  /** JSON Lines that the importer `browser-history` reads. */
  readonly path: string
  /** Visits in it that no earlier import has. */
  readonly visits: number
  readonly known: number
  /** Tells the history apart from what it was at another time. */
  readonly identity: string
  close(): Promise<void>
}

/**
 * Writes the visits of a browser's history that no earlier import has to a file of our own, of a copy: the browser may be running.
 * @throws ConsoleError `refused` where it is a database of something else, or cannot be read
 */
export const convertHistory = async (
  database: Reader,
  path: string,
  host: string | undefined,
  signal: AbortSignal,
): Promise<ConvertedHistory> => {
  await removeForgotten()
  const folder = await mkdtemp(join(tmpdir(), `${folderStart}${process.pid}-`))
  const close = () => rm(folder, { recursive: true, force: true })
  try {
    const copy = join(folder, 'history.sqlite')
    const identity = await copyDatabase(path, copy)
    const history = await openBrowserHistory(copy).catch((error: Error) => {
      throw refused(
        `${basename(path)} cannot be read as a database: ${error.message}`,
        'Close the browser and copy it again.',
      )
    })
    if (!history)
      throw refused(
        `${basename(path)} is an SQLite database, but not the history of Chrome, Edge or Firefox.`,
        'Choose the file History or places.sqlite of a browser’s profile, or the log itself.',
      )
    try {
      const target = join(folder, 'visits.jsonl')
      const counts = await writeVisits(database, history, target, headOf(path, host, history), signal)
      return { path: target, ...counts, identity, close }
    } finally {
      await history.close()
      for (const end of sideFiles) await rm(`${copy}${end}`, { force: true })
    }
  } catch (error) {
    await close()
    throw error
  }
}

const headOf = (path: string, host: string | undefined, { kind }: BrowserHistory): HistoryHead => {
  const owner = ownerOfProfile(path)
  return { history: browserOfProfile(path, kind), host: host || owner.host, user: owner.user }
}

const writeVisits = async (
  database: Reader,
  history: BrowserHistory,
  target: string,
  head: HistoryHead,
  signal: AbortSignal,
): Promise<{ readonly visits: number; readonly known: number }> => {
  const marks = await marksOf(database, history)
  const file = await open(target, 'wx', 0o600)
  let visits = 0
  let known = 0
  try {
    await file.write(`${JSON.stringify(head)}\n`)
    for (let after = -1; ; ) {
      if (signal.aborted) throw Object.assign(new Error('Stopped.'), { name: 'AbortError' })
      const page = await history.visitsAfter(after, visitsPerPage).catch((error: Error) => {
        throw refused(`The history cannot be read: ${error.message}`, 'Close the browser and copy it again.')
      })
      const last = page.at(-1)
      if (!last) break
      after = last.id
      const isKnown = ({ id, time }: HistoryVisit): boolean =>
        marks.some((mark) => (time === null ? id <= mark.ids[1] : holdsVisit(mark, id, time)))
      const added = page.filter((visit) => !isKnown(visit))
      known += page.length - added.length
      visits += added.length
      const lines = added.map(
        ({ id, time, url, title }) => ({ visit: id, time: time as number, url, title }) satisfies HistoryVisitLine,
      )
      await file.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    }
  } finally {
    await file.close()
  }
  return { visits, known }
}

/** What earlier imports have of this history, whatever its file was called then and whatever the browser has forgotten since. */
const marksOf = async (database: Reader, history: BrowserHistory): Promise<HistoryMark[]> => {
  const rows = await database.all<{ checkpoint: string }>(
    "SELECT checkpoint FROM file WHERE format = 'browser-history' AND committed_part > 0 AND checkpoint <> ''",
  )
  const marks: HistoryMark[] = []
  for (const { checkpoint } of rows) {
    const parser = (JSON.parse(checkpoint) as Checkpoint).parser as { readonly reader?: HistoryReaderState } | undefined
    const mark = parser?.reader?.mark
    if (mark && (await history.holdsAny(mark.anchors))) marks.push(mark)
  }
  return marks
}

const sideFiles = ['', '-wal', '-journal', '-shm']

/** Copies a database with what is not yet in it. A browser that writes meanwhile would tear the copy, so it is then made again. */
const copyDatabase = async (path: string, copy: string): Promise<string> => {
  for (let attempt = 1; ; attempt++) {
    const before = await identityOf(path)
    try {
      for (const end of ['', '-wal', '-journal']) {
        await rm(`${copy}${end}`, { force: true })
        await copyFile(`${path}${end}`, `${copy}${end}`).catch((error: NodeJS.ErrnoException) => {
          if (end === '' || error.code !== 'ENOENT') throw error
        })
      }
    } catch (error) {
      throw refused(
        `${basename(path)} could not be copied (${(error as NodeJS.ErrnoException).code}).`,
        'Close the browser, or free space in the folder for temporary files, and import it again.',
      )
    }
    if ((await identityOf(path)) === before) return before
    if (attempt === attempts)
      throw refused(`${basename(path)} is being written all the time.`, 'Close the browser and import it again.')
  }
}

const identityOf = async (path: string): Promise<string> => {
  const parts = await Promise.all(
    ['', '-wal', '-journal'].map(async (end) => {
      const found = await stat(`${path}${end}`, { bigint: true }).catch(() => undefined)
      return found && found.size > 0n ? [end, found.dev, found.ino, found.size, found.mtimeNs].join(':') : ''
    }),
  )
  return `history${parts.join('')}`
}

/** Folders of a process that was killed hold the visits of people: they go with the next one. */
const removeForgotten = async (): Promise<void> => {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const process = new RegExp(`^${folderStart}(\\d+)-`).exec(name)?.[1]
    if (process !== undefined && !isAlive(Number(process)))
      await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const refused = (what: string, advice: string): ConsoleError =>
  new ConsoleError('refused', `${what} Nothing was stored. ${advice}`)

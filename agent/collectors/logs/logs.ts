import { join } from 'node:path'
import { z } from 'zod'
import type { FileRecord } from '../../../core/agents/protocol/records.ts'
import type { Collector, CollectorContext } from '../../collector.ts'
import { SpoolFull } from '../../spool/spool-full.ts'
import { ownZone } from '../own-zone.ts'
import { rememberedFile } from '../remembered-file.ts'
import {
  beginFollowing,
  bytesAt,
  type FollowedFile,
  findRotated,
  followedFile,
  isSameFile,
  type OpenedFile,
  openRegularFile,
  withLongerHead,
} from './followed-file.ts'
import { refuseForbidden } from './forbidden-path.ts'

/** Milliseconds between two looks at the files. */
const lookEvery = 5000
/** As Base64, with a long path, it still fits a record. */
const pieceBytes = 163_840
/** Pieces of one file before the next file has its turn, and between two writes of what is remembered. */
const piecesAtOnce = 8
const mostRemembered = 500

interface Log {
  readonly path: string
  readonly server: string
}

/**
 * Follows licence logs as they grow, also when they are rotated. Offsets are remembered after the bytes are recorded: after a crash some
 * bytes are recorded again, at the same place of the same stream. While the spool has no room nothing is read, for the log keeps it.
 */
export const createLogs = (context: CollectorContext): Collector => {
  const remembered = rememberedFile(join(context.dataFolder, 'logs.json'), z.array(followedFile))
  const followed = new Map<string, FollowedFile>()
  for (const file of remembered.read() ?? []) followed.set(file.path, file)
  /** Size at the look before: a last line without an end is sent once its file rests. */
  const sizes = new Map<string, number>()
  let files: readonly Log[] = []
  let timer: NodeJS.Timeout | undefined
  let pass: Promise<void> | undefined

  const keep = async (file: FollowedFile): Promise<void> => {
    followed.delete(file.path)
    followed.set(file.path, file)
    if (followed.size > mostRemembered) followed.delete(followed.keys().next().value ?? '')
    await remembered.write([...followed.values()])
  }

  /** Records what is there, at most `piecesAtOnce`. `isWhole`: the rest without a line end too. True when more waits. */
  const advance = async (log: Log, state: FollowedFile, opened: OpenedFile, isWhole: boolean): Promise<boolean> => {
    const records: FileRecord[] = []
    let { offset } = state
    let isEnd = false
    while (records.length < piecesAtOnce && !isEnd) {
      const bytes = await bytesAt(opened.file, offset, Math.min(pieceBytes, Math.max(0, opened.size - offset)))
      isEnd = offset + bytes.length >= opened.size || bytes.length === 0
      const lineEnd = bytes.lastIndexOf(0x0a) + 1
      const piece = isWhole || (lineEnd === 0 && !isEnd) ? bytes : bytes.subarray(0, lineEnd)
      if (piece.length === 0) break
      records.push({
        record: 'file',
        kind: 'log',
        stream: state.stream,
        name: log.path,
        server: log.server,
        zone: ownZone(),
        offset,
        bytes: piece.toString('base64'),
      })
      offset += piece.length
    }
    if (records.length === 0) return false
    const next = records[await recorded(records)]
    if (log.server !== '') context.server(log.server)
    await keep({ ...(await withLongerHead(state, opened)), offset: next?.offset ?? offset })
    return next !== undefined || !isEnd
  }

  /** A spool that has no room for all pieces may have it for one. @returns how many were recorded */
  const recorded = async (records: readonly FileRecord[]): Promise<number> => {
    try {
      await context.record(records)
      return records.length
    } catch (error) {
      if (!(error instanceof SpoolFull) || records.length === 1) throw error
      await context.record(records.slice(0, 1))
      return 1
    }
  }

  /** The last bytes of a file that another took the path of. */
  const finishRotated = async (log: Log, state: FollowedFile): Promise<void> => {
    const rotated = await findRotated(state)
    if (!rotated) {
      context.log(`${log.path}: the file before it is gone; what it got since byte ${state.offset} was not read`)
      return
    }
    try {
      let hasMore = true
      while (hasMore) hasMore = await advance(log, followed.get(log.path) ?? state, rotated, true)
    } finally {
      await rotated.file.close()
    }
  }

  const readLog = async (log: Log): Promise<boolean> => {
    await refuseForbidden(log.path)
    const opened = await openRegularFile(log.path)
    try {
      let state = followed.get(log.path)
      if (state && !(await isSameFile(state, opened))) {
        await finishRotated(log, state)
        state = undefined
        sizes.delete(log.path)
      }
      if (!state) {
        state = await beginFollowing(log.path, opened)
        await keep(state)
      }
      const isResting = sizes.get(log.path) === opened.size
      sizes.set(log.path, opened.size)
      return await advance(log, state, opened, isResting)
    } finally {
      await opened.file.close()
    }
  }

  const look = async (): Promise<void> => {
    let waiting = files
    while (waiting.length > 0 && context.hasRoom) {
      const further: Log[] = []
      for (const log of waiting) {
        if (!context.hasRoom) return
        const subject = log.path.slice(-255)
        try {
          if (await readLog(log)) further.push(log)
          context.trouble('collector-failing', subject, undefined)
        } catch (error) {
          if (error instanceof SpoolFull) return
          if (!files.some(({ path }) => path === log.path)) continue
          context.trouble('collector-failing', subject, error instanceof Error ? error.message : String(error))
        }
      }
      waiting = further.filter((log) => files.includes(log))
    }
  }
  const lookOnce = (): Promise<void> => {
    pass ??= look().finally(() => {
      pass = undefined
    })
    return pass
  }
  const stop = async (): Promise<void> => {
    files = []
    clearInterval(timer)
    timer = undefined
    await pass
  }

  return {
    name: 'logs',
    async configure({ collectors: { logs } }) {
      const gone = new Set(files.map(({ path }) => path))
      for (const { path } of logs.enabled ? logs.files : []) gone.delete(path)
      for (const path of gone) context.trouble('collector-failing', path.slice(-255), undefined)
      if (!logs.enabled || logs.files.length === 0) return stop()
      files = logs.files
      timer ??= setInterval(lookOnce, lookEvery)
      void lookOnce()
    },
    /** A last line that is being written is left for the next look. */
    async settle() {
      await pass
      await lookOnce()
    },
    close: stop,
  }
}

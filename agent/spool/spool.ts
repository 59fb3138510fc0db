import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { SpoolSettings } from '../../core/agents/protocol/configuration.ts'
import { longestRecord } from '../../core/agents/protocol/limits.ts'
import type { SpoolState } from '../../core/agents/protocol/messages.ts'
import { frameHead, writeFrame } from './frame.ts'
import { type BatchLimit, openSegmentStore, type SegmentStore } from './segment-store.ts'
import { SpoolFull } from './spool-full.ts'
import { readMarks, writeMarks } from './spool-marks.ts'

export interface NextBatch {
  readonly state: SpoolState
  /** The lines of the batch, each with its line end; empty when nothing waits. */
  readonly records: Buffer
}

export interface SpoolTrouble {
  readonly code: 'spool-near-full' | 'spool-full' | 'spool-damaged'
  readonly detail: string
}

/** Records on the disk until the console has them: files of consecutive records in a folder named after the epoch, and the marks beside it. */
export interface Spool {
  /** Resolves when the lines, each with its line end, are safe on the disk. @throws SpoolFull when nothing of them was kept */
  append(lines: readonly string[]): Promise<void>
  /** Counts records that nobody could keep. */
  gaveUp(count: number, reason: string): void
  /** False while nothing more should be read: the quota is used up, or the disk takes nothing. */
  readonly hasRoom: boolean
  troubles(): readonly SpoolTrouble[]
  /** The records after the last acknowledged one, without a gap between them; the state alone when `limit` is left out. */
  next(limit?: BatchLimit): Promise<NextBatch>
  /**
   * The console has everything of the epoch up to `last`: it may go. When it has more than ever left this machine, this spool is an older
   * copy of itself (a restored snapshot): all that waits is numbered anew in another epoch.
   */
  acknowledge(mark: { readonly epoch: string; readonly last: number }): Promise<void>
  /** The console misses the records from here on. */
  resendFrom(sequence: number): Promise<void>
  configure(settings: SpoolSettings): void
  close(): Promise<void>
}

/** The disk is tried again after so long, in milliseconds. */
const diskPause = 10_000
/** For so long damage is told, in milliseconds. */
const damageTold = 3_600_000
const nearFull = 0.8

/** @throws what the system says when the folder cannot be made or read */
export const openSpool = async (
  folder: string,
  settings: SpoolSettings,
  now: () => number = Date.now,
): Promise<Spool> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const epochs = (await readdir(folder)).filter((name) => z.uuid().safeParse(name).success)
  const marks = (await readMarks(folder)) ?? { epoch: epochs[0] ?? randomUUID(), acknowledged: 0, sent: 0, dropped: {} }
  for (const epoch of epochs) if (epoch !== marks.epoch) await rm(join(folder, epoch), { recursive: true, force: true })

  let { epoch, acknowledged, sent } = marks
  let dropped: { [reason: string]: number } = { ...marks.dropped }
  let marksAreSaved = false
  let damage: { readonly detail: string; readonly at: number } | undefined
  let disk: { readonly detail: string; readonly at: number } | undefined
  let isRefusing = false
  let isDropping = false

  const giveUp = (count: number, reason: string) => {
    if (count <= 0) return
    dropped[reason] = (dropped[reason] ?? 0) + count
    marksAreSaved = false
  }
  const openStore = (name: string) =>
    openSegmentStore(join(folder, name), (lost, detail) => {
      giveUp(lost, 'damaged')
      damage = { detail, at: now() }
    })
  let store: SegmentStore = await openStore(epoch)
  let following = Math.max(acknowledged, sent, store.segments.at(-1)?.last ?? 0) + 1
  if (marks.sent > acknowledged && (store.segments.at(-1)?.last ?? 0) < marks.sent) {
    giveUp(marks.sent - Math.max(acknowledged, store.segments.at(-1)?.last ?? 0), 'damaged')
    damage = { detail: 'records at the end of the spool are gone', at: now() }
  }

  const quota = () => settings.quotaMegabytes * 1_048_576
  const segmentBytes = () => Math.min(4_194_304, Math.max(65_536, quota() / 16))
  let queuedBytes = 0
  const used = () => store.bytes + queuedBytes
  const unacknowledged = (first: number, last: number) => Math.max(0, last - Math.max(first - 1, acknowledged))

  /** One after the other: writing, reading and removing. */
  let tail: Promise<unknown> = Promise.resolve()
  const exclusive = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work)
    tail = done.catch(() => undefined)
    return done
  }

  const save = async () => {
    if (marksAreSaved) return
    marksAreSaved = true
    await writeMarks(folder, { epoch, acknowledged, sent, dropped }).catch((error: unknown) => {
      marksAreSaved = false
      throw error
    })
  }

  const dropOldest = async () => {
    while (store.bytes > 0 && used() > quota()) {
      const { first, last } = store.segments[0] as (typeof store.segments)[0]
      giveUp(unacknowledged(first, last), 'spool-full')
      isDropping = true
      await store.removeUpTo(last, 0)
    }
  }

  interface Waiting {
    readonly lines: readonly Buffer[]
    readonly bytes: number
    resolve(): void
    reject(reason: unknown): void
  }
  let queue: Waiting[] = []
  const write = async () => {
    const taken = queue
    queue = []
    const time = now()
    try {
      if (settings.whenFull === 'dropOldest') await dropOldest()
      const lines = taken.flatMap((waiting) => waiting.lines)
      const frames = lines.map((line, i) => writeFrame(following + i, time, line))
      await store.write(following, frames, segmentBytes())
      following += frames.length
      disk = undefined
      for (const waiting of taken) waiting.resolve()
    } catch (error) {
      disk = { detail: error instanceof Error ? error.message : String(error), at: now() }
      for (const waiting of taken) waiting.reject(new SpoolFull(disk.detail))
    } finally {
      for (const { bytes } of taken) queuedBytes -= bytes
    }
  }

  const append = (lines: readonly string[]): Promise<void> => {
    const kept = lines.map((line) => Buffer.from(line)).filter((line) => line.length <= longestRecord)
    giveUp(lines.length - kept.length, 'too-long')
    if (kept.length === 0) return Promise.resolve()
    const bytes = kept.reduce((sum, line) => sum + line.length + frameHead, 0)
    const isTooMuch = settings.whenFull === 'dropOldest' ? bytes > quota() : used() + bytes > quota()
    if (isTooMuch) {
      isRefusing = true
      return Promise.reject(new SpoolFull(`${settings.quotaMegabytes} MB are used up`))
    }
    return new Promise((resolve, reject) => {
      queuedBytes += bytes
      if (queue.push({ lines: kept, bytes, resolve, reject }) === 1) void exclusive(write)
    })
  }

  const stateNow = (): SpoolState => ({
    epoch,
    oldestKept: store.segments[0]?.first ?? following,
    waiting: store.segments.reduce((sum, { first, last }) => sum + unacknowledged(first, last), 0),
    bytes: store.bytes,
    quota: quota(),
    dropped: { ...dropped },
  })

  const beginAnew = async () => {
    const old = { store, epoch }
    const anew = randomUUID()
    const target = await openStore(anew)
    let to = 1
    for (let from = acknowledged + 1; ; ) {
      const read = await old.store.read(from, { records: 5000, bytes: 4_194_304 })
      if (read === undefined) break
      const lines = splitLines(read.lines)
      await target.write(
        to,
        lines.map((line, i) => writeFrame(to + i, read.time, line)),
        segmentBytes(),
      )
      to += lines.length
      from = read.last + 1
    }
    ;({ epoch, acknowledged, sent, following, store, dropped } = {
      epoch: anew,
      acknowledged: 0,
      sent: 0,
      following: to,
      store: target,
      dropped: {},
    })
    marksAreSaved = false
    await save()
    await old.store.close()
    await rm(join(folder, old.epoch), { recursive: true, force: true })
  }

  return {
    append,
    gaveUp: giveUp,
    get hasRoom() {
      if (used() < quota() * 0.9) isRefusing = false
      return !isRefusing && (disk === undefined || now() - disk.at > diskPause)
    },
    troubles() {
      const share = used() / quota()
      const figures = `${Math.round(used() / 1_048_576)} of ${settings.quotaMegabytes} MB are used`
      const told: SpoolTrouble[] = []
      if (share < nearFull) [isRefusing, isDropping] = [false, false]
      if (disk !== undefined) told.push({ code: 'spool-full', detail: `the disk takes nothing: ${disk.detail}` })
      else if (isDropping) told.push({ code: 'spool-full', detail: `${figures}; the oldest records are given up` })
      else if (isRefusing) told.push({ code: 'spool-full', detail: `${figures}; nothing more is read` })
      else if (share >= nearFull) told.push({ code: 'spool-near-full', detail: figures })
      if (damage !== undefined && now() - damage.at < damageTold)
        told.push({ code: 'spool-damaged', detail: damage.detail })
      return told
    },
    next: (limit) =>
      exclusive(async () => {
        const read = await store.read(acknowledged + 1, limit ?? { records: 1, bytes: 0 })
        if (limit !== undefined && read !== undefined && read.last > sent) {
          sent = read.last
          marksAreSaved = false
        }
        await save()
        const state = { ...stateNow(), ...(read === undefined ? {} : { waitingSince: Math.round(read.time) }) }
        if (limit === undefined || read === undefined) return { state, records: Buffer.alloc(0) }
        const sha256 = createHash('sha256').update(read.lines).digest('hex')
        return { state: { ...state, first: read.first, last: read.last, sha256 }, records: read.lines }
      }),
    acknowledge: (mark) =>
      exclusive(async () => {
        if (mark.epoch !== epoch) return
        if (mark.last > sent) return beginAnew()
        if (mark.last <= acknowledged) return
        acknowledged = mark.last
        marksAreSaved = false
        await store.removeUpTo(acknowledged)
      }),
    resendFrom: (sequence) =>
      exclusive(async () => {
        const has = store.segments.some(({ first, last }) => first <= sequence && sequence <= last)
        acknowledged = has ? sequence - 1 : acknowledged
        marksAreSaved = false
        // What is missing lies in a gap: all before it is acknowledged and goes, so that `oldestKept` says it.
        if (!has) await store.removeUpTo(sequence - 1, 0)
      }),
    configure(changed) {
      settings = changed
    },
    close: () =>
      exclusive(async () => {
        await save()
        await store.close()
      }),
  }
}

/** Each with its line end. */
const splitLines = (bytes: Buffer): Buffer[] => {
  const lines: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at) + 1
    lines.push(bytes.subarray(at, end))
    at = end
  }
  return lines
}

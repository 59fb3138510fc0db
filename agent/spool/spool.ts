import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { SpoolSettings } from '../../core/agents/protocol/configuration.ts'
import { longestRecord } from '../../core/agents/protocol/limits.ts'
import type { SpoolState } from '../../core/agents/protocol/messages.ts'
import { frameHead, writeFrame } from './frame.ts'
import { endOfName, type MachineName, nameAt, withName, withoutPast } from './machine-names.ts'
import { renumber } from './renumber.ts'
import { type BatchLimit, openSegmentStore, type SegmentStore } from './segment-store.ts'
import { SpoolFull } from './spool-full.ts'
import { readMarks, writeMarks } from './spool-marks.ts'
import { nearFull, type SpoolTrouble, spoolTroubles } from './spool-troubles.ts'

export interface NextBatch {
  readonly state: SpoolState
  /** The lines of the batch, each with its line end; empty when nothing waits. */
  readonly records: Buffer
  /** What the machine was called when these were written; without any, what it is called now. */
  readonly host: string
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
   * The console has everything of the epoch up to `last`, and no more: that may go. When it has more than ever left this machine, this spool is an older
   * copy of itself (a restored snapshot): all that waits is numbered anew in another epoch.
   */
  acknowledge(mark: { readonly epoch: string; readonly last: number }): Promise<void>
  /** The console took nothing of the batch that was given last: if it has those sequences, they are not of this spool. */
  notTaken(): void
  /** The console misses the records from here on. */
  resendFrom(sequence: number): Promise<void>
  configure(settings: SpoolSettings): void
  close(): Promise<void>
}

/** The disk is tried again after so long, in milliseconds. */
const diskPause = 10_000
/** For so long damage is told, in milliseconds. */
const damageTold = 3_600_000

/** @param host what the machine is called from now on; empty: as before @throws what the system says when the folder cannot be made or read */
export const openSpool = async (
  folder: string,
  settings: SpoolSettings,
  now: () => number = Date.now,
  host = '',
): Promise<Spool> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const epochs = (await readdir(folder)).filter((name) => z.uuid().safeParse(name).success)
  const kept = await readMarks(folder)
  const marks = kept ?? {
    epoch: epochs[0] ?? randomUUID(),
    acknowledged: 0,
    sent: 0,
    dropped: {},
    missed: 0,
    names: [],
  }
  for (const epoch of epochs) if (epoch !== marks.epoch) await rm(join(folder, epoch), { recursive: true, force: true })

  let { epoch, acknowledged, sent, missed } = marks
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
  // Marks that are lost do not say what was sent: all may have been.
  if (kept === undefined) sent = store.segments.at(-1)?.last ?? 0
  const lastKept = store.segments.at(-1)?.last ?? 0
  let following = Math.max(acknowledged, sent, lastKept) + 1
  // Counted once, however often the program starts before others follow.
  const gone = marks.sent - Math.max(acknowledged, lastKept, missed)
  if (gone > 0) {
    giveUp(gone, 'damaged')
    missed = marks.sent
    damage = { detail: 'records at the end of the spool are gone', at: now() }
  }
  let names: readonly MachineName[] = withName(marks.names, host, following)

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
    await writeMarks(folder, { epoch, acknowledged, sent, dropped, missed, names: [...names] }).catch(
      (error: unknown) => {
        marksAreSaved = false
        throw error
      },
    )
  }

  const diskFails = (error: unknown) => {
    disk = { detail: error instanceof Error ? error.message : String(error), at: now() }
    return disk
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
      const { detail } = diskFails(error)
      for (const waiting of taken) waiting.reject(new SpoolFull(detail))
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
    const begun: MachineName[] = []
    let to = 1
    try {
      for (let from = acknowledged + 1, until = 0; until < Number.POSITIVE_INFINITY; from = until + 1) {
        until = endOfName(names, from)
        begun.push({ host: nameAt(names, from), from: to })
        to = await renumber(old.store, { from, until }, target, to, segmentBytes())
      }
    } catch (error) {
      // The next connection tries again: what lies there would be in its way.
      await target.close().catch(() => undefined)
      await rm(join(folder, anew), { recursive: true, force: true }).catch(() => undefined)
      throw error
    }
    ;({ epoch, acknowledged, sent, following, store, dropped, missed, names } = {
      epoch: anew,
      acknowledged: 0,
      sent: 0,
      following: to,
      store: target,
      dropped: {},
      missed: 0,
      names: begun,
    })
    marksAreSaved = false
    await save()
    await old.store.close()
    await rm(join(folder, old.epoch), { recursive: true, force: true })
  }

  let sentBefore = sent
  /** Under one name of the machine. */
  const readNext = async (limit: BatchLimit) => {
    const read = await store.read(acknowledged + 1, limit)
    const end = read && endOfName(names, read.first)
    if (read === undefined || end === undefined || read.last <= end) return read
    return store.read(read.first, { ...limit, records: end - read.first + 1 })
  }

  // Before anything is recorded under a new name.
  await save().catch(diskFails)

  return {
    append,
    gaveUp: giveUp,
    get hasRoom() {
      if (used() < quota() * 0.9) isRefusing = false
      return !isRefusing && (disk === undefined || now() - disk.at > diskPause)
    },
    troubles() {
      if (used() / quota() < nearFull) [isRefusing, isDropping] = [false, false]
      const held = damage !== undefined && now() - damage.at < damageTold ? damage.detail : undefined
      return spoolTroubles({ used: used(), quota: quota(), isRefusing, isDropping, disk: disk?.detail, damage: held })
    },
    next: (limit) =>
      exclusive(async () => {
        const read = await readNext(limit ?? { records: 1, bytes: 0 })
        // Also without records: what an earlier batch brought, whose answer was lost, may be there.
        sentBefore = sent
        if (limit !== undefined && read !== undefined && read.last > sent) {
          sent = read.last
          marksAreSaved = false
        }
        // On a full disk too: sending is what makes room. The mark guards against damage alone.
        await save().catch(diskFails)
        const state = { ...stateNow(), ...(read === undefined ? {} : { waitingSince: Math.round(read.time) }) }
        const host = nameAt(names, read?.first ?? following)
        if (limit === undefined || read === undefined) return { state, records: Buffer.alloc(0), host }
        const sha256 = createHash('sha256').update(read.lines).digest('hex')
        return { state: { ...state, first: read.first, last: read.last, sha256 }, records: read.lines, host }
      }),
    acknowledge: (mark) =>
      exclusive(async () => {
        if (mark.epoch !== epoch) return
        if (mark.last > sent) return beginAnew()
        if (mark.last === acknowledged) return
        // Less than before: the console went back to a backup. What is still here is sent again.
        const oldestKept = store.segments[0]?.first ?? following
        acknowledged =
          mark.last > acknowledged ? mark.last : Math.min(acknowledged, Math.max(mark.last, oldestKept - 1))
        names = withoutPast(names, oldestKept - 1)
        marksAreSaved = false
        // First that they are done with: else a start in between would miss them, and count them as lost.
        if (store.segments.some(({ last }) => last <= acknowledged)) await save().catch(diskFails)
        await store.removeUpTo(acknowledged)
      }),
    notTaken() {
      if (sent !== sentBefore) marksAreSaved = false
      sent = sentBefore
    },
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
        await save().catch(diskFails)
        await store.close()
      }),
  }
}

import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { AddressRecord } from '../../../core/agents/protocol/records.ts'
import type { Collector, CollectorContext, ProcessWatch, SeenProcess } from '../../collector.ts'
import { SpoolFull } from '../../spool/spool-full.ts'
import { rememberedFile } from '../remembered-file.ts'
import { runOf } from '../run-of-process.ts'
import { type BrowserProfile, findProfiles, type Home, homesOf } from './browser-profiles.ts'
import { mostVisits, readVisits, stateOfHistory, type Visit, type VisitMark } from './read-visits.ts'
import { toldAddress } from './told-address.ts'
import { visitEnds } from './visit-ends.ts'

const lookEvery = 60_000

/** Nothing from before it was switched on is ever told. */
const remembered = z.strictObject({
  since: z.number(),
  marks: z.record(z.string(), z.strictObject({ at: z.number(), id: z.number() })),
})

/** Addresses that people visited, from the histories of their browsers, where an admin asked for it. */
export const createAddresses = (
  context: CollectorContext,
  watch: ProcessWatch,
  homes: () => readonly Home[] = () => homesOf(context.machine.system),
): Collector => {
  const file = rememberedFile(join(context.dataFolder, 'addresses.json'), remembered)
  const copies = join(context.dataFolder, 'history-copies')
  let since = 0
  let marks = new Map<string, VisitMark>()
  /** What a history looked like when it was read, and the visits that were not over then: it is not copied again until the browser writes. */
  const lastRead = new Map<string, { readonly state: string; readonly waiting: readonly Visit[] }>()
  let detail: 'host' | 'full' = 'host'
  let timer: NodeJS.Timeout | undefined
  let pass: Promise<void> | undefined

  const keep = () => file.write({ since, marks: Object.fromEntries(marks) })

  const readProfile = async (profile: BrowserProfile): Promise<void> => {
    const state = await stateOfHistory(profile.database)
    const before = lastRead.get(profile.database)
    const isUnchanged = before?.state === state
    if (isUnchanged && before.waiting.length === 0) return
    const browser = browserOf(profile, watch.current.values())
    const mark = marks.get(profile.database) ?? { at: since, id: 0 }
    const visits = isUnchanged ? before.waiting : await readVisits(profile.database, profile.kind, mark, copies)
    const ended = visitEnds(visits, context.now(), browser !== undefined)
    const records = ended.flatMap((visit): readonly AddressRecord[] => {
      const url = toldAddress(visit.url, detail)
      if (url === undefined) return []
      const run = runOf(browser ?? closedBrowser(profile, context), context.machine, new Map(), {
        start: visit.at,
        end: visit.end,
      })
      const title = detail === 'full' && visit.title !== '' ? { title: visit.title.slice(0, 2000) } : {}
      return [{ record: 'address', ...run, window: `${shortName(profile.database)}-${visit.id}`, url, ...title }]
    })
    if (records.length > 0) await context.record(records)
    const last = ended.at(-1)
    if (last) {
      marks.set(profile.database, { at: last.at, id: last.id })
      await keep()
    }
    // More visits than one reading gives: the rest is read at the next look, although nobody wrote meanwhile.
    if (visits.length < mostVisits) lastRead.set(profile.database, { state, waiting: visits.slice(ended.length) })
  }

  const look = async (): Promise<void> => {
    await mkdir(copies, { recursive: true, mode: 0o700 })
    for (const profile of findProfiles(homes(), context.machine.system)) {
      if (!context.hasRoom || !timer) return
      const subject = `addresses, ${profile.database}`.slice(0, 255)
      try {
        await readProfile(profile)
        context.trouble('collector-failing', subject, undefined)
      } catch (error) {
        if (error instanceof SpoolFull) return
        context.trouble('collector-failing', subject, error instanceof Error ? error.message : String(error))
      }
    }
  }
  const lookOnce = (): Promise<void> => {
    pass ??= look().finally(() => {
      pass = undefined
    })
    return pass
  }
  const stop = async (): Promise<void> => {
    clearInterval(timer)
    timer = undefined
    await pass
  }

  return {
    name: 'addresses',
    async configure({ collectors: { addresses } }) {
      detail = addresses.detail
      if (!addresses.enabled) {
        await stop()
        if (since !== 0 || file.read()) await rm(join(context.dataFolder, 'addresses.json'), { force: true })
        since = 0
        return
      }
      if (timer) return
      const before = file.read()
      since = before?.since ?? context.now()
      marks = new Map(Object.entries(before?.marks ?? {}))
      lastRead.clear()
      // Copies of an agent that was killed.
      await rm(copies, { recursive: true, force: true })
      await keep()
      timer = setInterval(lookOnce, lookEvery)
      void lookOnce()
    },
    async settle() {
      if (timer) await lookOnce()
    },
    close: stop,
  }
}

/** The program that the person runs: of its many processes the one that began first. */
const browserOf = (profile: BrowserProfile, processes: Iterable<SeenProcess>): SeenProcess | undefined => {
  let first: SeenProcess | undefined
  for (const process of processes) {
    if (process.user !== profile.user || !profile.executables.includes(process.executable.toLowerCase())) continue
    if (!first || process.start < first.start) first = process
  }
  return first
}

/** It was closed before anybody looked at it: which process it was is not known. */
const closedBrowser = (profile: BrowserProfile, context: CollectorContext): SeenProcess => ({
  pid: 0,
  parent: 0,
  start: 0,
  user: profile.user,
  domain: context.machine.domain,
  isOfUser: true,
  executable: profile.executables[0] ?? '',
  path: '',
  version: '',
  publisher: '',
  architecture: context.machine.architecture,
  cpuSeconds: undefined,
  ioBytes: undefined,
  applications: [],
})

/** Visits are numbered in each profile anew. */
const shortName = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 8)

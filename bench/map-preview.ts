import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openCore } from '../core/open-core.ts'
import type { BenchRun, Row } from './bench-run.ts'
import { callFresh } from './child.ts'
import { duration, inWords, timesOf } from './timing.ts'

interface Previews {
  /** Milliseconds of each round. */
  readonly oneMoves: readonly number[]
  readonly firstMap: readonly number[]
  readonly p99: number
  readonly longest: number
}

const groupCount = 20

/** How long it takes to tell what a changed map of users would change in the group type, over all there is. */
export const mapPreview = async (run: BenchRun): Promise<Row[]> => {
  const { database } = await run.largeDatabase()
  run.options.say('Previews of a changed map')
  const { oneMoves, firstMap, p99, longest } = await callFresh<Previews>('map-preview.ts', 'previewMaps', {
    database,
    resources: run.folder,
    rounds: run.options.rounds,
  })
  const row = (what: string, times: readonly number[]): Row => ({
    what: `preview of 85 over the year of that database, ${groupCount} groups: ${what}`,
    demanded: '< 2 s',
    measured: inWords(timesOf([...times])),
    ok: timesOf([...times]).best < 2000,
  })
  return [
    row('one user moves to another group', oneMoves),
    row('there was no map, everybody gets a group', firstMap),
    {
      what: 'event-loop delay of the embedding process during those previews, p99',
      demanded: '< 50 ms',
      measured: `${duration(p99)}; longest ${duration(longest)}`,
      ok: p99 < 50,
    },
  ]
}

/** Milliseconds between two looks. The histogram holds the whole time between them, so it is taken off again. */
const resolution = 1
const kind = 'license-user-mapping'

export const previewMaps = async (params: {
  readonly database: string
  readonly resources: string
  readonly rounds: number
}): Promise<Previews> => {
  const core = await openCore({
    database: params.database,
    resources: params.resources,
    host: { kind: 'browser', picksFiles: false, savesExports: 'download', nativeNotifications: false },
  })
  const save = async (text: string) =>
    core.api['maps.save']({ kind, text, expectedRevision: (await core.api['maps.read']({ kind })).revision })
  try {
    const { unmatched } = await core.api['maps.read']({ kind })
    const users = unmatched.flatMap(({ names }) => names)
    const preview = async (text: string) => {
      const began = performance.now()
      const request = { type: 85, by: 'total' as const, groupBy: null, where: [] }
      const { rows } = await core.api['maps.preview']({ kind, text, request, limit: 1000 })
      if (rows.length === 0) throw new Error('The preview says that nothing changes.')
      return performance.now() - began
    }
    const moved = mapOf(users.find((name) => Number(name.slice(-2)) % groupCount !== groupCount - 1))
    const delay = monitorEventLoopDelay({ resolution })
    const oneMoves: number[] = []
    const firstMap: number[] = []
    await preview(mapOf()) // starts the workers
    delay.enable()
    for (let round = 0; round < params.rounds; round++) firstMap.push(await preview(mapOf()))
    delay.disable()
    await save(mapOf())
    delay.enable()
    for (let round = 0; round < params.rounds; round++) oneMoves.push(await preview(moved))
    delay.disable()
    await save('')
    const looked = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)
    return { oneMoves, firstMap, p99: looked(delay.percentile(99)), longest: looked(delay.max) }
  } finally {
    await core.close()
  }
}

/** Users by the last two digits of their number; one of them may be put into the last group before all else. */
const mapOf = (moved?: string): string => {
  const last = moved === undefined ? [] : [`MAP: group ${groupCount - 1}`, moved]
  const groups = Array.from({ length: groupCount }, (_, group) => [
    `MAP: group ${group}`,
    ...Array.from({ length: 100 / groupCount }, (_, i) => `*${String(i * groupCount + group).padStart(2, '0')}`),
  ])
  return [...last, ...groups.flat()].join('\n')
}

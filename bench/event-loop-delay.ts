import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openCore } from '../core/open-core.ts'
import type { BenchRun, Row } from './bench-run.ts'
import { callFresh } from './child.ts'
import { duration } from './timing.ts'

interface Delay {
  readonly p99: number
  readonly longest: number
  /** What the import took. */
  readonly seconds: number
}

/** How long the main thread of a program that embeds the core keeps others waiting while it imports. */
export const eventLoopDelay = async (run: BenchRun): Promise<Row[]> => {
  const log = await run.smallLog()
  run.options.say('Importing it once more, looking at the event loop')
  const database = join(run.folder, 'event-loop.db')
  const { p99, longest, seconds } = await callFresh<Delay>('event-loop-delay.ts', 'delayDuringImport', {
    path: log.path,
    database,
    resources: run.folder,
  })
  rmSync(database)
  return [
    {
      what: 'event-loop delay of the embedding process during that import, p99',
      demanded: '< 50 ms',
      measured: `${duration(p99)}; longest ${duration(longest)} in ${seconds.toFixed(1)} s`,
      ok: p99 < 50,
    },
  ]
}

/** Milliseconds between two looks. The histogram holds the whole time between them, so it is taken off again. */
const resolution = 1

export const delayDuringImport = async (params: {
  readonly path: string
  readonly database: string
  readonly resources: string
}): Promise<Delay> => {
  const core = await openCore({
    database: params.database,
    resources: params.resources,
    host: { kind: 'browser', picksFiles: false, savesExports: 'download', nativeNotifications: false },
  })
  const histogram = monitorEventLoopDelay({ resolution })
  const began = performance.now()
  histogram.enable()
  await core.api['imports.start']({ files: [{ path: params.path }], zone: 'UTC' })
  await core.idle()
  histogram.disable()
  const seconds = (performance.now() - began) / 1000
  const [record] = await core.api['imports.list']({})
  await core.close()
  if (record?.state !== 'finished') throw new Error(`The import ended as ${record?.state}: ${record?.outcome}`)
  const delay = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)
  return { p99: delay(histogram.percentile(99)), longest: delay(histogram.max), seconds }
}

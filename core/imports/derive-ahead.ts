import { adoptDays, discardDays, filesDerivedAhead } from '../database/day-table.ts'
import { committedFiles, fileById } from '../database/file-table.ts'
import { segmentHeads } from '../database/segment-table.ts'
import { planDays } from './day-plan.ts'
import type { ImportContext } from './import-context.ts'
import { rebuildDays, versionOf } from './rebuild-source.ts'

/** Derives the days of a file while it is still being read, where no report sees them. */
export interface DeriveAhead {
  /** More of the file is stored; `zone` is the best guess so far. */
  more(zone: string): void
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>
}

/**
 * A core is idle while a large file is read, so its finished days are derived meanwhile, under the file's number. They are taken over when
 * the file turns out to be all there is of its source, and a day whose inputs turn out otherwise is derived again: only time is at stake.
 */
export const createDeriveAhead = (context: ImportContext, file: number): DeriveAhead => {
  const { database, deriveWorker } = context
  const source = -file
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  let wanted: string | undefined

  const run = async (): Promise<void> => {
    while (wanted !== undefined && !stopping.signal.aborted) {
      const zone = wanted
      wanted = undefined
      const derive = context.derivation()
      const heads = await segmentHeads(database, [file], { uncommitted: true })
      // A file whose time goes back may hold stretches twice; that is told when it has been read.
      if (heads.some(({ piece }) => piece > 0)) return
      const head = (await fileById(database, file))?.head ?? ''
      const days = planDays(heads, [{ id: file, head, dropped: [] }], versionOf(zone, derive)).slice(0, -1)
      await rebuildDays({ database, deriveWorker, source: { id: source, zone }, derive, signal: stopping.signal }, days)
    }
  }
  return {
    more(zone) {
      wanted = zone
      running ??= run()
        .catch((error: Error) => {
          if (error.name !== 'AbortError')
            context.log('Deriving ahead failed; the days are derived at the end instead.', error)
        })
        .finally(() => {
          running = undefined
          if (wanted !== undefined && !stopping.signal.aborted) this.more(wanted)
        })
    },
    async stop() {
      stopping.abort(Object.assign(new Error('The file has been read.'), { name: 'AbortError' }))
      await running
    },
  }
}

/** Gives days derived ahead to the source of their file, where that file is all the source has; drops the others. */
export const adoptDaysAhead = async ({ database }: ImportContext): Promise<void> => {
  const files = await committedFiles(database)
  for (const file of await filesDerivedAhead(database)) {
    const source = files.find(({ id }) => id === file)?.source ?? 0
    const isAlone = source > 0 && files.filter((other) => other.source === source).length === 1
    const isEmpty =
      (await database.get('SELECT 1 AS one FROM source_day WHERE source = ? LIMIT 1', [source])) === undefined
    await database.transaction((tx) => (isAlone && isEmpty ? adoptDays(tx, file, source) : discardDays(tx, file)))
  }
}

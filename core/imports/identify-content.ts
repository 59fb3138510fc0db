import type { Database } from '../database/connection.ts'
import { type FileRow, fileById } from '../database/file-table.ts'
import type { InspectedContent, InspectedFile } from '../importers/inspect-file.ts'
import type { ChunkChain } from '../reading/chunk-chain.ts'
import { type ChainComparison, fingerprintOf, type TailComparison } from '../reading/file-identity.ts'
import type { WorkerClient } from '../workers/worker-calls.ts'

/** An import, as far as it takes to see that another content is not the same. */
interface KnownHead {
  readonly id: number
  readonly path: string
  readonly name: string
  readonly entry: string
  readonly length: number | null
  readonly sha256: string | null
}

export type Identified =
  | { readonly kind: 'new'; readonly note?: string }
  | { readonly kind: 'identical' | 'truncated'; readonly to: FileRow }
  | { readonly kind: 'grown'; readonly from: FileRow }

/**
 * Whether the content was imported before, under whatever name: unchanged by its file's stat, else by comparing digests of the
 * content with those stored. Files that were refused, cancelled or removed do not count. `likely` is the import that the path was at the
 * last look: of that one only the beginning and the end are compared, so that a log of gigabytes is not read anew for each line.
 */
export const identifyContent = async (
  database: Database,
  ingestWorker: WorkerClient,
  path: string,
  file: InspectedFile,
  content: InspectedContent,
  likely?: number,
): Promise<Identified> => {
  const entry = content.entry?.name ?? ''
  const unchanged = await database.get<FileRow>(
    'SELECT * FROM file WHERE identity = ? AND entry = ? AND committed_part > 0 ORDER BY id',
    [file.identity, entry],
  )
  if (unchanged) return { kind: 'identical', to: unchanged }
  const tailed = likely === undefined ? undefined : await fileById(database, likely)
  if (tailed && tailed.committed_part > 0 && entry === '') {
    const chain = JSON.parse(tailed.chain) as ChunkChain
    const told = await ingestWorker.call<TailComparison>('compareEnds', { path, chain })
    if (told === 'grown') return { kind: 'grown', from: tailed }
    if (told === 'identical') return { kind: 'identical', to: tailed }
  }
  const known = await database.all<KnownHead>(
    `SELECT id, path, name, entry, chain->>'$[0].length' AS length, chain->>'$[0].sha256' AS sha256 FROM file
     WHERE committed_part > 0 ORDER BY id`,
  )
  const digests = new Map<number, string>()
  /** Whether the content may be, or continue, one whose first chunk was this, also where that was shorter than 64 KB. */
  const beginsLike = ({ length, sha256 }: KnownHead): boolean => {
    if (length === null || length > content.sample.length) return false
    if (!digests.has(length)) digests.set(length, fingerprintOf(content.sample.subarray(0, length)).sha256)
    return digests.get(length) === sha256
  }
  let note: string | undefined
  for (const head of known) {
    const row = beginsLike(head) ? await fileById(database, head.id) : undefined
    if (!row) {
      if (head.path === path && head.entry === entry) {
        note = `Another content was imported from this path before (${head.name}); this one is imported as a file of its own.`
      }
      continue
    }
    const chain = JSON.parse(row.chain) as ChunkChain
    const { result, sameBytes, firstDifferentOffset } = await ingestWorker.call<ChainComparison>('verify', {
      path,
      chain,
      ...(content.entry ? { entry: content.entry } : {}),
    })
    if (result === 'identical') return { kind: result, to: row }
    if (result === 'truncated') {
      // Digests say nothing of the last piece. What lies in the place of the imported file itself is no copy of it.
      const isItsPlace = row.path === path && row.entry === entry
      const place = { path, ...(content.entry ? { entry: content.entry } : {}) }
      const goesOn =
        !isItsPlace &&
        (row.entry !== '' ||
          (await ingestWorker.call<boolean | undefined>('goesOnLike', {
            content: place,
            other: { path: row.path },
            from: sameBytes,
          })) !== false)
      if (goesOn) return { kind: 'truncated', to: row }
      note = otherwise(row, sameBytes)
      continue
    }
    if (result === 'grown') return { kind: 'grown', from: row }
    note = otherwise(row, firstDifferentOffset ?? 0)
  }
  return note === undefined ? { kind: 'new' } : { kind: 'new', note }
}

const otherwise = (row: FileRow, from: number): string =>
  `It begins like ${row.name}, imported before, but differs from it after byte ${from.toLocaleString('en-US')}. It was imported as a file of its own: lines that both hold count once, lines that only one holds count too. If it replaces ${row.name}, remove that import; if it does not belong here, remove this one.`

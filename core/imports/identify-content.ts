import type { Database } from '../database/connection.ts'
import type { FileRow } from '../database/file-table.ts'
import type { InspectedContent, InspectedFile } from '../importers/inspect-file.ts'
import type { ChunkChain } from '../reading/chunk-chain.ts'
import { beginsLike, type ChainComparison } from '../reading/file-identity.ts'
import type { WorkerClient } from '../workers/worker-calls.ts'

export type Identified =
  | { readonly kind: 'new'; readonly note?: string }
  | { readonly kind: 'identical' | 'truncated'; readonly to: FileRow }
  | { readonly kind: 'grown'; readonly from: FileRow }

/**
 * Whether the content was imported before, under whatever name: unchanged by its file's stat, else by comparing digests of the
 * content with those stored. Files that were refused, cancelled or removed do not count.
 */
export const identifyContent = async (
  database: Database,
  ingestWorker: WorkerClient,
  path: string,
  file: InspectedFile,
  content: InspectedContent,
): Promise<Identified> => {
  const known = await database.all<FileRow>('SELECT * FROM file WHERE committed_part > 0 ORDER BY id')
  const entry = content.entry?.name ?? ''
  const unchanged = known.find((row) => row.identity === file.identity && row.entry === entry)
  if (unchanged) return { kind: 'identical', to: unchanged }
  let note: string | undefined
  for (const row of known) {
    const chain = JSON.parse(row.chain) as ChunkChain
    if (!beginsLike(content.sample, chain[0])) {
      if (row.path === path && row.entry === entry) {
        note = `Another content was imported from this path before (${row.name}); this one is imported as a file of its own.`
      }
      continue
    }
    const { result, firstDifferentOffset } = await ingestWorker.call<ChainComparison>('verify', {
      path,
      chain,
      ...(content.entry ? { entry: content.entry } : {}),
    })
    if (result === 'identical' || result === 'truncated') return { kind: result, to: row }
    if (result === 'grown') return { kind: 'grown', from: row }
    note = `It begins like ${row.name}, imported before, but differs from it after byte ${(firstDifferentOffset ?? 0).toLocaleString('en-US')}. It is imported as a file of its own; lines that both hold count once.`
  }
  return note === undefined ? { kind: 'new' } : { kind: 'new', note }
}

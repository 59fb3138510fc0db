import { createDictionary, type Dictionary, type DictionaryContent } from '../facts/dictionary.ts'
import type { SubjectContent } from '../facts/subject-dictionary.ts'
import { isUsageSegment } from '../importers/importer.ts'
import { type IngestBatch, type IngestJob, type IngestResult, ingestFile } from '../importers/ingest-file.ts'
import { type InspectedContent, type InspectedFile, inspectEntry, inspectFile } from '../importers/inspect-file.ts'
import { type DocumentJob, type DocumentResult, readDocument } from '../importers/read-document.ts'
import { openByteSource } from '../reading/byte-source.ts'
import type { ChunkChain } from '../reading/chunk-chain.ts'
import { type ChainComparison, compareEnds, type TailComparison, verifyPrefix } from '../reading/file-identity.ts'
import { type ContentPlace, goesOnLike } from '../reading/same-content.ts'
import type { ArchiveEntry } from '../reading/zip-archive.ts'
import { buffersOf } from '../segments/column-set.ts'
import { serveCalls } from './worker-calls.ts'

/** Reads and parses files. The only one that hands out dictionary ids, so one of it runs in a process. */
let dictionary: Dictionary | undefined

serveCalls({
  loadDictionary: (content: DictionaryContent) => {
    dictionary = createDictionary(content)
    return null
  },
  loadSubjects: (content: SubjectContent) => {
    if (!dictionary) throw new Error('The dictionary has not been loaded.')
    dictionary.knowSubjects(content)
    return null
  },
  inspect: ({ path }: { path: string }): Promise<InspectedFile> => inspectFile(path),
  inspectEntry: ({ path, entry }: { path: string; entry: ArchiveEntry }): Promise<InspectedContent> =>
    inspectEntry(path, entry),
  verify: async ({
    path,
    entry,
    chain,
  }: {
    path: string
    entry?: ArchiveEntry
    chain: ChunkChain
  }): Promise<ChainComparison> => {
    const source = await openByteSource(path, entry ? { entry } : {})
    return verifyPrefix(source.chunks, chain)
  },
  compareEnds: ({ path, chain }: { path: string; chain: ChunkChain }): Promise<TailComparison> =>
    compareEnds(path, chain),
  readDocument: (job: DocumentJob, { signal }): Promise<DocumentResult> => readDocument(job, signal),
  /** Hands out the numbers of features that no line of a log has named yet. */
  nameSeries: ({ series }: { series: readonly { readonly daemon: string; readonly feature: string }[] }) => {
    if (!dictionary) throw new Error('The dictionary has not been loaded.')
    for (const { daemon, feature } of series)
      dictionary.holder(dictionary.name('daemon', daemon), dictionary.name('feature', feature), 0, 0)
    return dictionary.takeAdditions()
  },
  goesOnLike: ({ content, other, from }: { content: ContentPlace; other: ContentPlace; from: number }) =>
    goesOnLike(content, other, from),
  ingest: (job: IngestJob, { emit, signal }): Promise<IngestResult> => {
    if (!dictionary) throw new Error('The dictionary has not been loaded.')
    return ingestFile(job, dictionary, signal, (batch: IngestBatch) =>
      emit(
        batch,
        'segments' in batch
          ? batch.segments.flatMap((segment) =>
              isUsageSegment(segment)
                ? buffersOf(segment.rows)
                : [...buffersOf(segment.facts), ...buffersOf(segment.others)],
            )
          : [],
      ),
    )
  },
})

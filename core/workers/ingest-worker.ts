import { createFold, type Fold } from '../agents/folding/fold-batches.ts'
import type { FoldBatch, GrowingSpans, KnownRuns, OpenRunRow } from '../agents/folding/fold-job.ts'
import { mergeUsage } from '../agents/folding/merge-usage.ts'
import { createDictionary, type Dictionary, type DictionaryContent } from '../facts/dictionary.ts'
import type { SubjectContent } from '../facts/subject-dictionary.ts'
import type { UsageSegment } from '../facts/usage-fact.ts'
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
import { serveCalls, withTransfer } from './worker-calls.ts'

/** Reads and parses files. The only one that hands out dictionary ids, so one of it runs in a process. */
let dictionary: Dictionary | undefined
/** What agents send; it goes on from what is stored. */
let fold: Fold | undefined

serveCalls({
  loadDictionary: (content: DictionaryContent) => {
    dictionary = createDictionary(content)
    return null
  },
  loadSubjects: (content: SubjectContent) => {
    if (!dictionary) throw new Error('The dictionary has not been loaded.')
    fold = undefined
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
  /** Before the first fold, and after one that could not be stored. */
  foldFrom: (known: KnownRuns) => {
    if (!dictionary) throw new Error('The dictionary has not been loaded.')
    fold = createFold(dictionary.subjects, known)
    return null
  },
  /** A page of what goes on, as JSON. */
  foldKnow: ({ page }: { page: string }) => {
    fold?.know(JSON.parse(page) as OpenRunRow[])
    return null
  },
  /** @returns undefined when it must be told first what runs */
  fold: ({ batches, growing }: { batches: readonly FoldBatch[]; growing: GrowingSpans }) => {
    const result = fold?.fold(batches, growing)
    return (
      result &&
      withTransfer(
        result,
        Object.values(result.files).flatMap(({ ended }) => buffersOfUsage(ended)),
      )
    )
  },
  foldOpen: ({ growing }: { growing: GrowingSpans }) => {
    const result = fold?.open(growing)
    return result && withTransfer(result, Object.values(result.files).flatMap(buffersOfUsage))
  },
  /** Many small segments of one day as one. */
  mergeUsage: ({ segments }: { segments: readonly UsageSegment[] }) => {
    const merged = mergeUsage(segments)
    return withTransfer(merged, buffersOfUsage([merged]))
  },
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

const buffersOfUsage = (segments: readonly UsageSegment[]): ArrayBuffer[] =>
  segments.flatMap(({ rows }) => buffersOf(rows))

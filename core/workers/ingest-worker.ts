import { createDictionary, type Dictionary, type DictionaryContent } from '../facts/dictionary.ts'
import { type IngestBatch, type IngestJob, type IngestResult, ingestFile } from '../importers/ingest-file.ts'
import { type InspectedFile, inspectFile } from '../importers/inspect-file.ts'
import { openByteSource } from '../reading/byte-source.ts'
import type { ChunkChain } from '../reading/chunk-chain.ts'
import { type ChainComparison, verifyPrefix } from '../reading/file-identity.ts'
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
  inspect: ({ path }: { path: string }): Promise<InspectedFile> => inspectFile(path),
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
  ingest: (job: IngestJob, { emit, signal }): Promise<IngestResult> => {
    if (!dictionary) throw new Error('The dictionary has not been loaded.')
    return ingestFile(job, dictionary, signal, (batch: IngestBatch) =>
      emit(
        batch,
        'segments' in batch
          ? batch.segments.flatMap(({ facts, others }) => [...buffersOf(facts), ...buffersOf(others)])
          : [],
      ),
    )
  },
})

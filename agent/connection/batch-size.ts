import { bodyLimit, mostRecordsInBatch } from '../../core/agents/protocol/limits.ts'
import type { BatchLimit } from '../spool/segment-store.ts'

/** Bytes of lines. */
const bounds = { least: 16_384, most: bodyLimit.inflated / 2 } as const

/** How much is sent at once: less after a batch that was too large or took too long, more again after each that went well. */
export const createBatchSize = () => {
  let bytes: number = bounds.most
  return {
    limit: (): BatchLimit => ({ records: mostRecordsInBatch, bytes }),
    smaller(): void {
      bytes = Math.max(bounds.least, bytes / 4)
    },
    larger(): void {
      bytes = Math.min(bounds.most, bytes * 2)
    },
  }
}
export type BatchSize = ReturnType<typeof createBatchSize>

import type { Reader, Transaction, Value } from './connection.ts'

/** What an agent sent in one go, until it is folded. Times are epoch milliseconds. */
export interface AgentBatchRow {
  readonly agent: string
  readonly epoch: string
  readonly host: string
  readonly started: number
  readonly received_at: number
  readonly clock_offset: number
  readonly observed_until: number
  readonly body: Uint8Array
}

/** How far one spool of an agent was taken. */
export interface AgentMark {
  readonly agent: string
  readonly epoch: string
  /** Last sequence committed. */
  readonly acknowledged: number
  /** Sequences that the agent no longer had, for whatever reason. */
  readonly missing: number
  /** Records that were turned down. */
  readonly rejected: number
}

const rowsPerStatement = 50

export const insertAgentBatches = async (tx: Transaction, batches: readonly AgentBatchRow[]): Promise<void> => {
  for (let from = 0; from < batches.length; from += rowsPerStatement) {
    const some = batches.slice(from, from + rowsPerStatement)
    await tx.run(
      `INSERT INTO agent_batch (agent, epoch, host, started, received_at, clock_offset, observed_until, body)
       VALUES ${some.map(() => '(?,?,?,?,?,?,?,?)').join(',')}`,
      some.flatMap((one): Value[] => [
        one.agent,
        one.epoch,
        one.host,
        one.started,
        one.received_at,
        one.clock_offset,
        one.observed_until,
        one.body,
      ]),
    )
  }
}

/** Writes how far spools were taken; what was turned down of them is left as it is. */
export const storeAgentMarks = (
  tx: Transaction,
  marks: readonly Pick<AgentMark, 'agent' | 'epoch' | 'acknowledged' | 'missing'>[],
): Promise<void> =>
  tx.runMany(
    `INSERT INTO agent_mark (agent, epoch, acknowledged, missing, rejected)
     SELECT value->>0, value->>1, value->>2, value->>3, 0 FROM jsonb_each(?) WHERE true
     ON CONFLICT (agent, epoch) DO UPDATE SET acknowledged = excluded.acknowledged, missing = excluded.missing`,
    marks.map(({ agent, epoch, acknowledged, missing }) => [agent, epoch, acknowledged, missing]),
  )

export const addRejected = (
  tx: Transaction,
  refused: readonly { readonly agent: string; readonly epoch: string; readonly count: number }[],
): Promise<void> =>
  tx.runMany(
    `INSERT INTO agent_mark (agent, epoch, acknowledged, missing, rejected)
     SELECT value->>0, value->>1, 0, 0, value->>2 FROM jsonb_each(?) WHERE true
     ON CONFLICT (agent, epoch) DO UPDATE SET rejected = rejected + excluded.rejected`,
    refused.map(({ agent, epoch, count }) => [agent, epoch, count]),
  )

export const allAgentMarks = (reader: Reader): Promise<AgentMark[]> => reader.all<AgentMark>('SELECT * FROM agent_mark')

export const agentMarks = (reader: Reader, agent: string): Promise<AgentMark[]> =>
  reader.all<AgentMark>('SELECT * FROM agent_mark WHERE agent = ?', [agent])

/** Ids and sizes of batches that wait, the oldest first. */
export const waitingBatches = (
  reader: Reader,
  most: number,
): Promise<{ readonly id: number; readonly bytes: number }[]> =>
  reader.all('SELECT id, LENGTH(body) AS bytes FROM agent_batch ORDER BY id LIMIT ?', [most])

export const agentBatches = (
  reader: Reader,
  from: number,
  to: number,
): Promise<(AgentBatchRow & { readonly id: number })[]> =>
  reader.all('SELECT * FROM agent_batch WHERE id BETWEEN ? AND ? ORDER BY id', [from, to])

export const deleteAgentBatches = async (tx: Transaction, from: number, to: number): Promise<void> => {
  await tx.run('DELETE FROM agent_batch WHERE id BETWEEN ? AND ?', [from, to])
}

/** Id of the batch that came last, 0 when none waits. */
export const lastBatch = async (reader: Reader): Promise<number> =>
  (await reader.get<{ id: number }>('SELECT COALESCE(MAX(id), 0) AS id FROM agent_batch'))?.id ?? 0

/** Whether agents sent anything that counts in no report yet. */
export const hasWaitingBatches = async (reader: Reader): Promise<boolean> =>
  (await reader.get('SELECT 1 AS one FROM agent_batch LIMIT 1')) !== undefined

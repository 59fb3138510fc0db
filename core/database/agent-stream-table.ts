import type { Reader, Transaction } from './connection.ts'

/** A file that an agent sends piece by piece; places and sizes are bytes. */
export interface AgentStreamRow {
  readonly agent: string
  /** Made by the agent. */
  readonly stream: string
  readonly kind: 'log' | 'poll'
  /** File or command as the machine names it. */
  readonly name: string
  readonly server: string
  /** Of the machine, IANA; empty: not told. */
  readonly zone: string
  /** Of our copy. */
  readonly path: string
  /** Place in the stream of the byte that comes next. */
  readonly next: number
  readonly bytes: number
  readonly missing: number
  /** Row of the import that reads our copy, 0 before the first, and how much of the copy it has read. */
  readonly file: number
  readonly imported: number
}

const columns = [
  'agent',
  'stream',
  'kind',
  'name',
  'server',
  'path',
  'next',
  'bytes',
  'missing',
  'file',
  'imported',
  'zone',
] as const satisfies readonly (keyof AgentStreamRow)[]

export const allAgentStreams = (reader: Reader): Promise<AgentStreamRow[]> =>
  reader.all<AgentStreamRow>('SELECT * FROM agent_stream ORDER BY agent, stream')

/** Writes how far copies go. How much of them was imported stays as it is, unless a copy begins anew. */
export const storeAgentStreams = (tx: Transaction, rows: readonly AgentStreamRow[]): Promise<void> =>
  tx.runMany(
    `INSERT INTO agent_stream (${columns.join(', ')})
     SELECT ${columns.map((_, i) => `value->>${i}`).join(', ')} FROM jsonb_each(?) WHERE true
     ON CONFLICT (agent, stream) DO UPDATE SET next = excluded.next, bytes = excluded.bytes, missing = excluded.missing,
       file = iif(path = excluded.path, file, 0), imported = iif(path = excluded.path, imported, 0), path = excluded.path`,
    rows.map((row) => columns.map((column) => row[column])),
  )

/** How much of a copy was imported, and by which import. */
export const markStreamImported = async (
  tx: Transaction,
  { agent, stream, path, file, imported }: Pick<AgentStreamRow, 'agent' | 'stream' | 'path' | 'file' | 'imported'>,
): Promise<void> => {
  await tx.run('UPDATE agent_stream SET file = ?, imported = ? WHERE agent = ? AND stream = ? AND path = ?', [
    file,
    imported,
    agent,
    stream,
    path,
  ])
}

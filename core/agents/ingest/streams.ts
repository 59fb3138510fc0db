import { type AgentStreamRow, allAgentStreams, storeAgentStreams } from '../../database/agent-stream-table.ts'
import type { Database, Transaction } from '../../database/connection.ts'
import { createQueue } from '../../database/queue.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { ImportQueue } from '../../imports/import-queue.ts'
import type { TailOutcome } from '../../imports/tail.ts'
import type { FilePiece } from '../folding/fold-job.ts'
import { appendPiece, copyPath, writeCopy } from './stream-copy.ts'

export interface StreamsContext {
  readonly database: Database
  /** For the copies. */
  readonly folder: string
  readonly imports: Pick<ImportQueue, 'tail'>
  readonly events: Pick<EventLog, 'log'>
  log(message: string, detail?: unknown): void
}

/** Files read in one turn of the queue: an import by hand does not wait for more. */
const filesPerTurn = 20
/** A last line without an end is taken as it stands when nothing was added for so long. */
const restMilliseconds = 60_000
const retryMilliseconds = 30_000

const keyOf = ({ agent, stream }: { readonly agent: string; readonly stream: string }): string => `${agent}\n${stream}`

/** Files that agents send piece by piece: kept beside the database, and imported as they grow, as watched files are. */
export const createStreams = async ({ database, folder, imports, events, log }: StreamsContext) => {
  const rows = new Map((await allAgentStreams(database)).map((row) => [keyOf(row), row]))
  const inTurn = createQueue()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const later = (milliseconds: number, keys?: readonly string[]): void => {
    if (isClosed) return
    clearTimeout(timer)
    timer = setTimeout(
      () => void readAll(keys).catch((error) => log('Files of agents were not imported.', error)),
      milliseconds,
    )
    timer.unref()
  }

  const isDue = ({ bytes, imported }: AgentStreamRow): boolean => bytes > imported

  const tell = async ({ agent, name, kind }: AgentStreamRow, { outcome }: TailOutcome): Promise<void> => {
    await events.log({
      severity: 'warning',
      kind: 'import',
      agent,
      subject: name,
      message: `${kind === 'log' ? 'The log' : 'The output of the command'} ${name} was not imported`,
      detail: outcome,
    })
  }

  const after = async (row: AgentStreamRow, read: number, outcome: TailOutcome): Promise<void> => {
    const key = keyOf(row)
    const now = rows.get(key) ?? row
    if (outcome.kind === 'failed' || outcome.kind === 'stopped') {
      later(retryMilliseconds)
      return
    }
    const next = { ...now, imported: read, ...(outcome.row > 0 ? { file: outcome.row } : {}) }
    await database.transaction((tx) => storeAgentStreams(tx, [next]))
    rows.set(key, { ...(rows.get(key) ?? next), imported: next.imported, file: next.file })
    if (outcome.kind === 'refused' && row.imported === 0) await tell(row, outcome)
    if (outcome.heldPartialLine) later(restMilliseconds, [key])
  }

  /** @param final whose last line counts as it stands, unless more has come */
  const readAll = (final: readonly string[] = []): Promise<void> =>
    inTurn(async () => {
      const due = [...rows.values()].filter((row) => isDue(row) || final.includes(keyOf(row)))
      for (let at = 0; at < due.length && !isClosed; at += filesPerTurn) {
        const some = due.slice(at, at + filesPerTurn)
        const outcomes = await imports.tail(
          some.map((row) => ({
            path: row.path,
            options: row.server === '' ? {} : { server: row.server },
            tail: {
              isFinal: row.kind === 'poll' || !isDue(row),
              ...(row.file > 0 ? { of: row.file } : {}),
            },
            bytes: row.bytes - row.imported,
          })),
        )
        for (const [i, outcome] of outcomes.entries()) {
          const row = some[i] as AgentStreamRow
          await after(row, row.bytes, outcome)
        }
      }
    })

  return {
    /** Appends pieces to the copies, and says in the transaction how far they go: nothing behind that counts. Call `stored` once it is through. */
    async store(tx: Transaction, pieces: readonly FilePiece[]): Promise<readonly AgentStreamRow[]> {
      const changed = new Map<string, { readonly from: number; readonly pieces: Uint8Array[]; row: AgentStreamRow }>()
      for (const piece of pieces) {
        const key = keyOf(piece)
        const known = changed.get(key)
        const before =
          known?.row ??
          rows.get(key) ??
          newRow(
            piece,
            [...changed.values()].map(({ row }) => row),
          )
        const appended = appendPiece(before, piece)
        if (!appended) continue
        if (known) {
          known.pieces.push(appended.bytes)
          known.row = appended.row
        } else changed.set(key, { from: before.bytes, pieces: [appended.bytes], row: appended.row })
      }
      for (const { from, pieces: bytes, row } of changed.values()) await writeCopy(row.path, from, bytes)
      const after = [...changed.values()].map(({ row }) => row)
      await storeAgentStreams(tx, after)
      return after
    },
    stored(changed: readonly AgentStreamRow[]): void {
      for (const row of changed) rows.set(keyOf(row), { ...row, ...pick(rows.get(keyOf(row)) ?? row) })
      if (changed.length > 0) later(1000)
    },
    /** Resolves when all that was stored is imported. */
    settle: (): Promise<void> => ([...rows.values()].some(isDue) ? readAll() : Promise.resolve()),
    start(): void {
      if ([...rows.values()].some(isDue)) later(1000)
    },
    /** What is not imported yet is when the console runs again. */
    close(): void {
      isClosed = true
      clearTimeout(timer)
    },
  }

  /** An import that went on meanwhile knows better. */
  function pick({ imported, file }: AgentStreamRow): Pick<AgentStreamRow, 'imported' | 'file'> {
    return { imported, file }
  }

  function newRow(piece: FilePiece, others: readonly AgentStreamRow[]): AgentStreamRow {
    const taken = new Set([...rows.values(), ...others].map(({ path }) => path))
    return {
      agent: piece.agent,
      stream: piece.stream,
      kind: piece.kind,
      name: piece.name,
      server: piece.server,
      path: copyPath(folder, piece, (path) => taken.has(path)),
      next: 0,
      bytes: 0,
      missing: 0,
      file: 0,
      imported: 0,
    }
  }
}
export type Streams = Awaited<ReturnType<typeof createStreams>>

import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import {
  type AgentStreamRow,
  allAgentStreams,
  markStreamImported,
  storeAgentStreams,
} from '../../database/agent-stream-table.ts'
import type { Database, Transaction } from '../../database/connection.ts'
import { createQueue } from '../../database/queue.ts'
import type { EventLog } from '../../events/event-log-context.ts'
import type { ImportQueue } from '../../imports/import-queue.ts'
import type { TailOutcome } from '../../imports/tail.ts'
import { isZone } from '../../imports/zone-names.ts'
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

const nameOf = ({ agent, kind, name }: AgentStreamRow): string => `${agent}\n${kind}\n${name}`

/** Files that agents send piece by piece: kept beside the database, and imported as they grow, as watched files are. */
export const createStreams = async ({ database, folder, imports, events, log }: StreamsContext) => {
  const rows = new Map((await allAgentStreams(database)).map((row) => [keyOf(row), row]))
  const inTurn = createQueue()
  /** The stream that a command's output goes to now, as far as it was seen to begin. */
  const newest = new Map<string, string>()
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
    if (outcome.kind === 'failed' || outcome.kind === 'stopped') {
      later(retryMilliseconds)
      return
    }
    const file = outcome.row > 0 ? outcome.row : row.file
    await database.transaction((tx) => markStreamImported(tx, { ...row, file, imported: read }))
    const now = rows.get(key)
    if (now?.path === row.path) rows.set(key, { ...now, file, imported: read })
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
            options: {
              ...(row.server === '' ? {} : { server: row.server }),
              ...(row.zone === '' ? {} : { machineZone: row.zone }),
            },
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
      await removeFinished()
    })

  /** Output of commands that was imported, and that nothing more will be added to: unlike logs, nobody looks at it again. */
  const removeFinished = async (): Promise<void> => {
    for (const row of rows.values()) {
      const { kind, stream, path, bytes } = row
      const now = newest.get(nameOf(row))
      if (kind !== 'poll' || bytes === 0 || now === undefined || now === stream || isDue(row)) continue
      await rm(path, { force: true })
    }
  }

  return {
    /** Appends pieces to the copies, and says in the transaction how far they go: nothing behind that counts. Call `stored` once it is through. */
    async store(tx: Transaction, pieces: readonly FilePiece[]): Promise<readonly AgentStreamRow[]> {
      const changed = new Map<string, { readonly from: number; readonly pieces: Uint8Array[]; row: AgentStreamRow }>()
      for (const piece of pieces) {
        const key = keyOf(piece)
        const known = changed.get(key)
        const others = [...changed.values()].map(({ row }) => row)
        const before = known?.row ?? begun(rows.get(key) ?? newRow(piece, others), others)
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
      for (const row of changed) {
        if (!rows.has(keyOf(row))) newest.set(nameOf(row), row.stream)
        // An import that went on meanwhile knows better.
        const { file, imported } = rows.get(keyOf(row))?.path === row.path ? (rows.get(keyOf(row)) ?? row) : row
        rows.set(keyOf(row), { ...row, file, imported })
      }
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

  function freshPath(piece: Pick<FilePiece, 'agent' | 'name'>, others: readonly AgentStreamRow[]): string {
    const taken = new Set([...rows.values(), ...others].map(({ path }) => path))
    return copyPath(folder, piece, (path) => taken.has(path))
  }

  function newRow(piece: FilePiece, others: readonly AgentStreamRow[]): AgentStreamRow {
    const { agent, stream, kind, name, server } = piece
    const zone = piece.zone !== undefined && isZone(piece.zone) ? piece.zone : ''
    const path = freshPath(piece, others)
    return { agent, stream, kind, name, server, zone, path, next: 0, bytes: 0, missing: 0, file: 0, imported: 0 }
  }

  /** Where somebody removed the copy, what comes next begins another: what was imported stays. */
  function begun(row: AgentStreamRow, others: readonly AgentStreamRow[]): AgentStreamRow {
    if (row.bytes === 0 || existsSync(row.path)) return row
    return { ...row, path: freshPath(row, others), bytes: 0, file: 0, imported: 0 }
  }
}
export type Streams = Awaited<ReturnType<typeof createStreams>>

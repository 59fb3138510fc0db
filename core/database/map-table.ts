import type { MapKind } from '../contract/mapping.ts'
import type { Reader, Transaction } from './connection.ts'

export interface MapRevisionRow {
  readonly revision: number
  readonly saved_at: number
  readonly origin: string
  readonly lines: number
  readonly text: string
}

/** The map in force; undefined when none was ever saved. */
export const currentMap = (reader: Reader, kind: MapKind): Promise<MapRevisionRow | undefined> =>
  reader.get<MapRevisionRow>(
    'SELECT revision, saved_at, origin, lines, text FROM map_revision WHERE kind = ? ORDER BY revision DESC LIMIT 1',
    [kind],
  )

export const mapRevision = (reader: Reader, kind: MapKind, revision: number): Promise<MapRevisionRow | undefined> =>
  reader.get<MapRevisionRow>(
    'SELECT revision, saved_at, origin, lines, text FROM map_revision WHERE kind = ? AND revision = ?',
    [kind, revision],
  )

/** All revisions without their texts, newest first. */
export const mapRevisions = (
  reader: Reader,
  kind: MapKind,
): Promise<(Omit<MapRevisionRow, 'text'> & { readonly characters: number })[]> =>
  reader.all(
    'SELECT revision, saved_at, origin, lines, length(text) AS characters FROM map_revision WHERE kind = ? ORDER BY revision DESC',
    [kind],
  )

export const insertMapRevision = async (
  tx: Transaction,
  kind: MapKind,
  { revision, saved_at, origin, lines, text }: MapRevisionRow,
): Promise<void> => {
  await tx.run('INSERT INTO map_revision (kind, revision, saved_at, origin, lines, text) VALUES (?, ?, ?, ?, ?, ?)', [
    kind,
    revision,
    saved_at,
    origin,
    lines,
    text,
  ])
}

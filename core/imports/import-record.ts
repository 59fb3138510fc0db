import type { ImportRecord, ImportReport, Rejection } from '../contract/imports.ts'
import type { FileRow } from '../database/file-table.ts'
import { isDocumentImporter, type LogFindings } from '../importers/importer.ts'
import { importerByFormat } from '../importers/registry.ts'
import { unknownServer } from './settle-sources.ts'

/** Line ranges and instants that a file's facts cover, computed from its segments. */
export interface FileExtent {
  readonly firstAt?: string
  readonly lastAt?: string
  /** Name of the server whose stream the file belongs to. */
  readonly streamServer?: string
  /** The stream's zone, used where the file itself says none. */
  readonly streamZone?: string
  readonly streamZoneOrigin?: string
  /** Of a licence file. */
  readonly licences?: LicenceStanding
  /** That its oldest days were removed, as a sentence to append; empty when they were not. */
  readonly removed?: string
}

/** Where a licence file's licences count. */
export interface LicenceStanding {
  readonly servers: readonly string[]
  readonly needsServer: boolean
  /** In a sentence or more. */
  readonly standing: string
}

export const importRecord = (
  row: FileRow,
  { streamServer, streamZone, streamZoneOrigin, licences, removed = '', ...extent }: FileExtent = {},
): ImportRecord => ({
  id: row.id,
  fileName: row.name,
  path: row.path,
  size: row.size,
  state: row.state,
  outcome: `${row.outcome}${removed}`,
  ...(row.format ? { format: importerByFormat(row.format)?.title ?? row.format } : {}),
  ...(row.format_reason ? { formatReason: row.format_reason } : {}),
  ...(row.server || streamServer ? { server: row.server || streamServer } : {}),
  ...(licences && row.server === '' && licences.servers.length > 0 ? { server: licences.servers.join(', ') } : {}),
  ...(licences ? { standing: licences.standing } : {}),
  ...(row.is_usage ? { isUsage: true } : {}),
  daemons: JSON.parse(row.daemons) as string[],
  ...(row.zone
    ? { zone: row.zone, zoneOrigin: row.zone_origin }
    : streamZone
      ? { zone: streamZone, zoneOrigin: streamZoneOrigin === 'of this machine' ? streamZoneOrigin : 'of its server' }
      : {}),
  linesRead: row.lines,
  facts: row.facts,
  rejected: row.rejected,
  duplicates: row.duplicates,
  ...extent,
  ...(hasColumns(row) ? { hasColumns: true } : {}),
  ...(row.grown > 0 ? { grown: row.grown, grownAt: row.grown_at } : {}),
  startedAt: row.started_at,
  ...(row.finished_at > 0 ? { finishedAt: row.finished_at } : {}),
  ...(row.source > 0 ? { sourceId: row.source } : {}),
  needsServer: row.is_document
    ? licences?.needsServer === true
    : row.is_usage === 0 &&
      row.committed_part > 0 &&
      row.server === '' &&
      (streamServer ?? unknownServer) === unknownServer,
})

/** Its columns can be told, or told otherwise: a table that no format knew, or one that was read as a table. */
const hasColumns = ({ state, entry, findings, format }: FileRow): boolean => {
  if (entry !== '') return false
  if (state === 'refused') return findings.includes('"isTable":true')
  const importer = importerByFormat(format)
  return importer !== undefined && !isDocumentImporter(importer) && importer.columns !== undefined
}

/** A watched file that is just being read on: its first record tells of it. */
export const isGrowing = ({ committed_part, options }: FileRow): boolean =>
  committed_part === 0 && options.includes('"tail":"grow"')

type StoredFindings = LogFindings & { readonly warnings?: readonly string[]; readonly encoding?: string }

export const importReport = (row: FileRow, extent: FileExtent): ImportReport => {
  const findings = JSON.parse(row.findings || '{}') as Partial<StoredFindings>
  return {
    record: importRecord(row, extent),
    lineKinds: Object.entries(findings.lineKinds ?? {}).map(([kind, count]) => ({ kind, count })),
    rejections: rejectionsInWords(row.format, findings.rejections ?? {}),
    notes: [...(findings.encoding ? [`Text read as ${findings.encoding}.`] : []), ...(findings.warnings ?? [])],
  }
}

/** Why lines were turned down, the most frequent reason first. */
export const rejectionsInWords = (format: string, rejections: LogFindings['rejections']): Rejection[] => {
  const known = importerByFormat(format)?.rejections ?? {}
  return Object.entries(rejections)
    .map(([reason, { count, examples }]) => ({
      reason: known[reason]?.title ?? reason,
      explanation: known[reason]?.explanation ?? '',
      count,
      examples: examples.map(({ line, text }) => ({ line, text: shown(text) })),
    }))
    .sort((a, b) => b.count - a.count)
}

/** Control characters escaped, so that a line shows what it holds. */
const shown = (text: string): string =>
  text.slice(0, 300).replace(/[\p{Cc}\p{Cf}]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

import { z } from 'zod'
import { call } from './call.ts'
import { type ColumnMapping, columnMapping } from './column-mapping.ts'
import type { ImportRecord, Rejection } from './imports.ts'

/** A column that a format documents. */
export interface FormatColumn {
  readonly name: string
  /** As part of a sentence: `when it happened`. */
  readonly meaning: string
  readonly isRequired: boolean
}

/** A format whose columns can be told. */
export interface TableFormat {
  readonly format: string
  readonly title: string
  readonly columns: readonly FormatColumn[]
}

/** What a file would be read as, from its beginning; nothing is kept of it. */
export interface ColumnsPreview {
  readonly fileName: string
  readonly header: readonly string[]
  /** The first 20 below the header, or fewer. */
  readonly rows: readonly (readonly string[])[]
  readonly formats: readonly TableFormat[]
  /** Looked at with this format and mapping. */
  readonly format: string
  readonly columns: ColumnMapping
  /** Whether the mapping came with the call, with the last import of the file, with another file of such a header, or is a guess. */
  readonly origin: 'asked' | 'given' | 'remembered' | 'guessed'
  /** Documented columns that are needed and that nothing stands for. */
  readonly missing: readonly string[]
  /** Lines looked at, the header and blank ones left out, and whether that was all of the file. */
  readonly rowsRead: number
  readonly isWhole: boolean
  /** Rows by what they would be taken for. */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[]
  readonly rejections: readonly Rejection[]
}

const id = z.number().int().positive()

export const columnCalls = {
  /**
   * Of the file of an import. Without `format` or `columns`: what was given before, or said of such a header, or a guess.
   * @throws `refused` for a file that is no table, `not-found` where it is gone
   */
  'imports.previewColumns': call<ColumnsPreview>()(
    z.strictObject({ id, format: z.string().max(64).optional(), columns: columnMapping.optional() }),
  ),
  /**
   * Imports the file of an import anew with these columns; the import before, and what it brought, goes. The columns count for later files
   * with the same header too. @throws as above, `invalid` for a mapping that does not fit the format or the header
   */
  'imports.mapColumns': call<ImportRecord>()(
    z.strictObject({ id, format: z.string().max(64), columns: columnMapping }),
  ),
}

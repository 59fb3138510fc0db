import { createStore } from 'zustand/vanilla'
import type { Client } from '../../core/contract/client.ts'
import type { ColumnMapping } from '../../core/contract/column-mapping.ts'
import type { ColumnsPreview } from '../../core/contract/columns.ts'
import type { ImportRecord } from '../../core/contract/imports.ts'
import { oneAtATime } from '../one-at-a-time.ts'

export interface ColumnMappingState {
  /** The import whose columns are told; undefined while the dialog is closed. */
  readonly of?: Pick<ImportRecord, 'id' | 'fileName'> | undefined
  /** Of the mapping as it is, or as it was just before. */
  readonly preview?: ColumnsPreview | undefined
  /** As chosen, also before the core has looked at it. */
  readonly format?: string | undefined
  readonly columns: ColumnMapping
  readonly isLooking: boolean
  readonly isImporting: boolean
  readonly error?: unknown
  readonly open: (record: Pick<ImportRecord, 'id' | 'fileName'>) => void
  readonly close: () => void
  /** Begins anew with what the names of the file suggest for that format. */
  readonly setFormat: (format: string) => void
  /** @param name in the header of the file; empty: there is none */
  readonly setColumn: (column: string, name: string) => void
  readonly reload: () => void
  /** Imports the file with the columns as they are, and closes. Resolves to nothing where that was refused; `error` says why. */
  readonly importMapped: () => Promise<ImportRecord | undefined>
}

const closed = {
  of: undefined,
  preview: undefined,
  format: undefined,
  columns: {},
  isLooking: false,
  isImporting: false,
  error: undefined,
}

/** Which column of a table is which, with a look at what would be read. */
export const createColumnMappingStore = (api: Client) =>
  createStore<ColumnMappingState>((set, get) => {
    /** Until somebody has changed something the core says what it would do by itself. */
    let isGiven = false
    const look = oneAtATime(async () => {
      const { of, format, columns } = get()
      if (!of) return
      set({ isLooking: true })
      const wanted = { ...(format ? { format } : {}), ...(isGiven ? { columns } : {}) }
      try {
        const preview = await api.call('imports.previewColumns', { id: of.id, ...wanted })
        if (get().of?.id !== of.id) return
        set({ preview, format: preview.format, error: undefined, ...(isGiven ? {} : { columns: preview.columns }) })
      } catch (error) {
        if (get().of?.id === of.id) set({ error })
      } finally {
        if (get().of?.id === of.id) set({ isLooking: false })
      }
    })

    return {
      ...closed,
      open: (of) => {
        isGiven = false
        set({ ...closed, of })
        void look()
      },
      close: () => set(closed),
      setFormat: (format) => {
        isGiven = false
        set({ format })
        void look()
      },
      setColumn: (column, name) => {
        // The columns that are shown are still those of the format before.
        if (get().format !== get().preview?.format) return
        isGiven = true
        set(({ columns }) => ({ columns: { ...columns, [column]: name } }))
        void look()
      },
      reload: () => void look(),
      importMapped: async () => {
        const { of, format, columns } = get()
        if (!of || !format) return undefined
        set({ isImporting: true, error: undefined })
        try {
          const record = await api.call('imports.mapColumns', { id: of.id, format, columns })
          set(closed)
          return record
        } catch (error) {
          set({ isImporting: false, error })
          return undefined
        }
      },
    }
  })

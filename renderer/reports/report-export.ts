import { ConsoleError } from '../../core/contract/errors.ts'
import { api, saveExport } from '../api.ts'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import type { GridView } from '../grid/use-grid-copy.ts'
import type { ReportRow } from './report-rows.ts'

export type ExportFormat = 'csv' | 'xlsx' | 'json'

/**
 * Writes exactly what the grid shows: its columns in their order, its rows as sorted and filtered. A result that the core
 * has put away meanwhile is fetched again by `renew`.
 */
export const exportView = async (
  resultId: string,
  view: GridView<ReportRow>,
  format: ExportFormat,
  raw: boolean,
  renew: () => void,
): Promise<void> => {
  try {
    const written = await api.call('reports.export', {
      resultId,
      format,
      columns: view.columns.map((it) => it.id),
      ...(view.isUntouched ? {} : { rows: view.rows.map((it) => it.index) }),
      raw,
    })
    if (await saveExport(written.exportId, written.fileName)) notifyDone(`Exported ${written.fileName}`)
  } catch (error) {
    const isGone = error instanceof ConsoleError && error.code === 'not-found'
    if (isGone) renew()
    const again = 'The report had been put away and is being fetched again. Export it once more.'
    notifyFailed('The table could not be exported', isGone ? again : error)
  }
}

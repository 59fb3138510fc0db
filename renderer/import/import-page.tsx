import { usePlace } from '../navigation.ts'
import { ColumnMappingDialog } from './column-mapping-dialog.tsx'
import { ImportListPage } from './import-list-page.tsx'
import { ImportReportPage } from './import-report-page.tsx'

/** `/import`, and `/import/12` for one of them. */
export const ImportPage = () => {
  const { segments } = usePlace()
  return (
    <>
      {segments.length < 2 ? <ImportListPage /> : <ImportReportPage key={segments[1]} id={Number(segments[1])} />}
      <ColumnMappingDialog />
    </>
  )
}

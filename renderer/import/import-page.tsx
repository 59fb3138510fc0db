import { usePlace } from '../navigation.ts'
import { ImportListPage } from './import-list-page.tsx'
import { ImportReportPage } from './import-report-page.tsx'

/** `/import`, and `/import/12` for one of them. */
export const ImportPage = () => {
  const { segments } = usePlace()
  if (segments.length < 2) return <ImportListPage />
  return <ImportReportPage key={segments[1]} id={Number(segments[1])} />
}

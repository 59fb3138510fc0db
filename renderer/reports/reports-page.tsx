import { usePlace } from '../navigation.ts'
import { CataloguePage } from './catalogue-page.tsx'
import { ReportPage } from './report-page.tsx'

/** `/reports` lists the data types, `/reports/51` opens one. */
export const ReportsPage = () => {
  const { segments } = usePlace()
  return segments[1] === undefined ? (
    <CataloguePage />
  ) : (
    <ReportPage id={/^\d+$/.test(segments[1]) ? Number(segments[1]) : Number.NaN} />
  )
}

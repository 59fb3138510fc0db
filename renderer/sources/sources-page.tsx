import { usePlace } from '../navigation.ts'
import { SourceDetailPage } from './source-detail-page.tsx'
import { SourceListPage } from './source-list-page.tsx'

/** `/sources`, and `/sources/3` for one of them. */
export const SourcesPage = () => {
  const { segments } = usePlace()
  if (segments.length < 2) return <SourceListPage />
  return <SourceDetailPage key={segments[1]} id={Number(segments[1])} />
}

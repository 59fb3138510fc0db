import { usePlace } from '../navigation.ts'
import { featureOfQuery, keyOf } from './feature-name.ts'
import { FeaturePage } from './feature-page.tsx'
import { LicenceFilePage } from './licence-file-page.tsx'
import { LicenceListPage } from './licence-list-page.tsx'

/** `/licences`; `/licences/feature?server=…&daemon=…&feature=…` for one number; `/licences/files/12` for a licence file. */
export const LicencesPage = () => {
  const { segments, query } = usePlace()
  const name = segments[1] === 'feature' ? featureOfQuery(query) : undefined
  if (name) return <FeaturePage key={keyOf(name)} name={name} />
  const importId = segments[1] === 'files' ? Number(segments[2]) : Number.NaN
  if (Number.isInteger(importId)) return <LicenceFilePage key={importId} importId={importId} />
  return <LicenceListPage />
}

import type { ReportShape } from '../reports/report-shape.ts'

/** What a number of licences belongs to. */
export interface FeatureName {
  readonly server: string
  readonly daemon: string
  readonly feature: string
}

export const keyOf = ({ server, daemon, feature }: FeatureName): string => `${server};${daemon}\u001f${feature}`

export const pathOfFeature = ({ server, daemon, feature }: FeatureName): string =>
  `/licences/feature?${new URLSearchParams({ server, daemon, feature })}`

export const featureOfQuery = (query: URLSearchParams): FeatureName | undefined => {
  const [server, daemon, feature] = ['server', 'daemon', 'feature'].map((name) => query.get(name) ?? '')
  return server && daemon && feature ? { server, daemon, feature } : undefined
}

/** Report 51 of that feature: how many are out, against how many there are. */
export const pathOfUse = (shownName: string, feature: string, by: ReportShape['by'] = 'day'): string => {
  const query = new URLSearchParams([
    ['by', by],
    ['group', 'Feature'],
    ['group', 'Max available licenses'],
    ['where.Vendor License', shownName],
    ['where.Feature', feature],
    ...['Max in use', 'Avg in use', 'Max utilization', 'Avg utilization'].map((name) => ['measure', name]),
  ])
  return `/reports/51?${query}`
}

import { anyKind, licenceType } from './licence-types.ts'

/** Licences from any kind of source, with the product behind them; 127 alone has no featureset. */
export const featuresetTypes = [
  licenceType({ id: 94, way: 'key', kinds: anyKind, queued: { 'licence-state': '2' } }),
  licenceType({ id: 95, way: 'group', hasCost: true, kinds: anyKind }),
  licenceType({ id: 102, way: 'level', withIdle: true, kinds: anyKind }),
  licenceType({ id: 126, way: 'distinct-hosts', withIdle: true, kinds: anyKind }),
  licenceType({ id: 127, way: 'distinct-hosts', kinds: anyKind }),
  licenceType({ id: 128, way: 'distinct-hosts', hasCost: true, kinds: anyKind }),
]

import type { CapacityEntry, CapacityOrigin, Licences } from '../../core/contract/capacity.ts'
import { formatNumber } from '../formats.ts'

export const originWords: { readonly [O in CapacityOrigin]: string } = {
  'verbose-log': 'Log',
  'licence-file': 'Licence file',
  typed: 'Typed in',
}

/** `20`, `uncounted`, and the seed's word for what is not known. */
export const licencesText = (licences: Licences): string => {
  if (licences === null) return 'undef'
  return licences === 'uncounted' ? 'uncounted' : formatNumber(licences)
}

/** What the weaker origins say, where they say something else: `Typed in: 12`. */
export const disagreement = ({ origin, licences, said }: CapacityEntry): string | null => {
  const others = said.filter((it) => it.origin !== origin && it.licences !== licences)
  if (others.length === 0) return null
  return others.map((it) => `${originWords[it.origin]}: ${licencesText(it.licences)}`).join(', ')
}

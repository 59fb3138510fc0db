import { Anchor, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { CapacityOrigin } from '../../core/contract/capacity.ts'
import type { SourceDaemon } from '../../core/contract/sources.ts'
import table from '../design/plain-table.module.css'
import { emDash, formatNumber } from '../formats.ts'
import { link } from '../navigation.ts'
import { PageSection } from '../shell/page-body.tsx'
import { sourceStore } from '../stores.ts'
import type { CapacitySummary } from './capacity-summary.ts'

const originWords: { readonly [K in CapacityOrigin]: string } = {
  'verbose-log': 'the log',
  'licence-file': 'licence files',
  typed: 'typed in',
}

interface SourceCapacityProps {
  readonly daemons: readonly SourceDaemon[]
  readonly sourceId: number
}

/** How much is known of what the server has to give. The page Licences has the rest. */
export const SourceCapacity = ({ daemons, sourceId }: SourceCapacityProps) => {
  const [found, setFound] = useState<readonly CapacitySummary[]>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when what is known of the daemons has changed
  useEffect(() => {
    let isWanted = true
    sourceStore
      .getState()
      .capacity(sourceId)
      .then((summary) => isWanted && setFound(summary))
      .catch(() => {})
    return () => {
      isWanted = false
    }
  }, [sourceId, daemons])
  if (!found || found.length === 0) return null
  const lacks = found.some(({ unknown }) => unknown > 0)
  return (
    <PageSection title="Licences" aside={<Anchor href={link('/licences')}>Show licences</Anchor>}>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Vendor daemon</th>
              <th scope="col" className={table.number}>
                Features
              </th>
              <th scope="col" className={table.number} title="Features whose number of licences is known today">
                With a number
              </th>
              <th scope="col" className={table.number}>
                Uncounted
              </th>
              <th scope="col" className={table.number}>
                Not known
              </th>
              <th scope="col">Known from</th>
              <th scope="col">Next to expire</th>
            </tr>
          </thead>
          <tbody>
            {found.map(({ daemon, features, counted, uncounted, unknown, origins, nextExpiry }) => (
              <tr key={daemon}>
                <th scope="row">{daemon}</th>
                <td className={table.number}>{formatNumber(features)}</td>
                <td className={table.number}>{formatNumber(counted)}</td>
                <td className={table.number}>{formatNumber(uncounted)}</td>
                <td className={table.number}>{formatNumber(unknown)}</td>
                <td>{origins.length > 0 ? origins.map((origin) => originWords[origin]).join(', ') : emDash}</td>
                <td className={table.nowrap}>{nextExpiry ?? emDash}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lacks && (
        <Text size="xs" c="dimmed" mt={8}>
          Where the number is not known, Max available reads undef and utilisation is empty. Import the server’s licence
          file, or type the number in on the page Licences.
        </Text>
      )}
    </PageSection>
  )
}

import { Anchor, Text } from '@mantine/core'
import table from '../design/plain-table.module.css'
import { exactNumber, formatHours, formatNumber } from '../formats.ts'
import { link } from '../navigation.ts'
import { PageSection } from '../shell/page-body.tsx'
import classes from './overview.module.css'
import type { FeatureUse, Refusal } from './overview-facts.ts'

/** A report narrowed to one feature. */
const reportOf = (type: number, feature: string, rest: Readonly<Record<string, string>> = {}): string =>
  link(`/reports/${type}?${new URLSearchParams({ ...rest, 'where.Feature': feature })}`)

const AllOf = ({ type, children }: { readonly type: number; readonly children: string }) => (
  <Anchor size="xs" href={link(`/reports/${type}?by=total&group=Feature`)}>
    {children}
  </Anchor>
)

interface BusiestFeaturesProps {
  readonly features: readonly FeatureUse[] | undefined
  readonly total: number | undefined
}

export const BusiestFeatures = ({ features, total }: BusiestFeaturesProps) => (
  <PageSection
    title="Busiest features"
    aside={total !== undefined && total > 0 && <AllOf type={51}>{'Total License Use Logfile [51]'}</AllOf>}
  >
    <div className={classes.list}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Feature</th>
            <th
              scope="col"
              className={table.number}
              title="The most licences in use at once, for more than zero seconds"
            >
              Max in use
            </th>
            <th scope="col" className={table.number} title="Licence hours ÷ observed hours, idle time included">
              Avg in use
            </th>
            <th scope="col" className={table.number} title="The sum over all licences of the time each was checked out">
              Elapsed time (h)
            </th>
            <th scope="col" className={table.nowrap}>
              <span className="visually-hidden">More</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {features?.map(({ feature, peak, average, elapsed }) => (
            <tr key={feature}>
              <th scope="row" className={table.name} title={feature}>
                <a className={table.link} href={reportOf(51, feature)}>
                  {feature}
                </a>
              </th>
              <td className={table.number}>{formatNumber(peak)}</td>
              <td className={table.number} title={average === null ? undefined : exactNumber(average)}>
                {formatNumber(average, 2)}
              </td>
              <td className={table.number} title={exactNumber(elapsed)}>
                {formatHours(elapsed)}
              </td>
              <td className={table.nowrap}>
                <a className={table.action} href={reportOf(84, feature, { by: 'total', group: 'User name' })}>
                  By user
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </PageSection>
)

interface RefusedFeaturesProps {
  readonly refused: readonly Refusal[] | undefined
  readonly total: number | undefined
}

export const RefusedFeatures = ({ refused, total }: RefusedFeaturesProps) => (
  <PageSection
    title="Refused requests"
    aside={total !== undefined && total > 0 && <AllOf type={52}>{'Denied License Use Logfile [52]'}</AllOf>}
  >
    {refused?.length === 0 ? (
      <Text c="dimmed">No request was refused in this period.</Text>
    ) : (
      <div className={classes.list}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Feature</th>
              <th scope="col" className={table.number} title="Every DENIED or UNSUPPORTED line of the logs is one">
                Refused requests
              </th>
              <th scope="col" className={table.nowrap}>
                <span className="visually-hidden">More</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {refused?.map(({ feature, requests }) => (
              <tr key={feature}>
                <th scope="row" className={table.name} title={feature}>
                  <a className={table.link} href={reportOf(52, feature)}>
                    {feature}
                  </a>
                </th>
                <td className={table.number}>{formatNumber(requests)}</td>
                <td className={table.nowrap}>
                  <a className={table.action} href={reportOf(52, feature, { by: 'total', group: 'User' })}>
                    By user
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </PageSection>
)

import type { ReactNode } from 'react'
import { count, formatNumber, formatPercent } from '../formats.ts'
import { link } from '../navigation.ts'
import classes from './overview.module.css'
import { daysOfData } from './overview-facts.ts'
import type { OverviewState } from './overview-store.ts'

const Figure = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className={classes.figure}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

/** What there is at all: where from, since when, how much of it was observed. */
export const OverviewFigures = ({ state }: { readonly state: OverviewState }) => {
  const { extent, sources = [], features, coverage } = state
  if (!extent) return null
  const { first, last, days } = daysOfData(extent)
  const rebuilding = sources.reduce((sum, { staleDays }) => sum + staleDays, 0)
  const lines = sources.reduce((sum, source) => sum + source.lines, 0)
  return (
    <dl className={classes.figures}>
      <Figure label="Period">
        {first} – {last}
      </Figure>
      <Figure label="Days">{formatNumber(days)}</Figure>
      <Figure label="Sources">
        <a href={link('/sources')}>{formatNumber(sources.length)}</a>
      </Figure>
      <Figure label="Lines read">{formatNumber(lines)}</Figure>
      {features !== undefined && features > 0 && (
        <>
          <Figure label="Features">{formatNumber(features)}</Figure>
          <Figure label="Coverage">{formatPercent(coverage)}</Figure>
        </>
      )}
      {rebuilding > 0 && <Figure label="Being rebuilt">{count(rebuilding, 'day')}</Figure>}
    </dl>
  )
}

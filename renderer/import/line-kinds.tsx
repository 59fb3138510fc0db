import type { ImportReport } from '../../core/contract/imports.ts'
import table from '../design/plain-table.module.css'
import { formatNumber, formatPercent } from '../formats.ts'
import { PageSection } from '../shell/page-body.tsx'
import classes from './import.module.css'

/** Every line by what it was taken for, most first. The sum is the number of lines read. */
export const LineKinds = ({ kinds }: { readonly kinds: ImportReport['lineKinds'] }) => {
  const all = kinds.reduce((sum, { count }) => sum + count, 0)
  return (
    <PageSection title="Lines by kind">
      <table className={`${table.table} ${classes.kinds}`}>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col" className={table.number}>
              Lines
            </th>
            <th scope="col" className={table.number}>
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {[...kinds]
            .sort((a, b) => b.count - a.count)
            .map(({ kind, count }) => (
              <tr key={kind}>
                <th scope="row">{kind}</th>
                <td className={table.number}>{formatNumber(count)}</td>
                <td className={table.number}>{formatPercent(all > 0 ? count / all : null)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </PageSection>
  )
}

import type { ColumnMapping } from '../../core/contract/column-mapping.ts'
import type { ColumnsPreview } from '../../core/contract/columns.ts'
import table from '../design/plain-table.module.css'
import classes from './column-mapping.module.css'

interface TablePreviewProps {
  readonly preview: ColumnsPreview
  readonly columns: ColumnMapping
}

/** The first rows of the file, with what each column is taken for above it. */
export const TablePreview = ({ preview: { header, rows }, columns }: TablePreviewProps) => {
  const takenFor = (name: string): string =>
    Object.entries(columns)
      .filter(([column, chosen]) => column !== 'dates' && chosen === name)
      .map(([column]) => column)
      .join(', ')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={classes.rows} tabIndex={0} aria-label="First rows of the file">
      <table className={table.table}>
        <thead>
          <tr>
            {header.map((name) => (
              <th key={name} scope="col">
                {name}
                <span className={classes.takenFor}>{takenFor(name) || 'not used'}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place
            <tr key={at}>
              {header.map((name, i) => (
                <td key={name}>{row[i]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

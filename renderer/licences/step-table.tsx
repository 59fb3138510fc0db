import type { CapacityStep } from '../../core/contract/capacity.ts'
import table from '../design/plain-table.module.css'
import { formatLocalIso } from '../formats.ts'
import { link } from '../navigation.ts'
import { licencesText, originWords } from './capacity-words.ts'

/** Midnight needs no time of day. */
const when = (iso: string | undefined): string => {
  if (iso === undefined) return ''
  return iso.slice(11, 19) === '00:00:00' ? formatLocalIso(iso, 'date') : formatLocalIso(iso)
}

interface StepTableProps {
  readonly label: string
  readonly steps: readonly CapacityStep[]
  /** Whether it is said which steps reports use. */
  readonly isUseShown?: boolean
}

/** The steps of a number, in the order given. */
export const StepTable = ({ label, steps, isUseShown = false }: StepTableProps) => (
  <div className={table.scroll}>
    <table className={table.table}>
      <caption className="visually-hidden">{label}</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">Until</th>
          <th scope="col" className={table.number}>
            Licences
          </th>
          <th scope="col">Known from</th>
          <th scope="col">Where</th>
          {isUseShown && <th scope="col">Reports use it</th>}
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={`${step.origin} ${step.from} ${step.until} ${step.licences} ${step.detail}`}>
            <td className={table.nowrap}>{when(step.from) || <span className={table.muted}>the beginning</span>}</td>
            <td className={table.nowrap}>{when(step.until) || <span className={table.muted}>open</span>}</td>
            <td className={table.number}>{licencesText(step.licences)}</td>
            <td className={table.nowrap}>{originWords[step.origin]}</td>
            <td>
              {step.importIds?.length === 1 ? (
                <a className={table.action} href={link(`/licences/files/${step.importIds[0]}`)}>
                  {step.detail}
                </a>
              ) : (
                step.detail
              )}
            </td>
            {isUseShown && (
              <td>{step.isUsed ? 'Yes' : <span className={table.muted}>No: a stronger source hides it</span>}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

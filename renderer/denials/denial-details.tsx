import type { Denial } from '../../core/contract/denials.ts'
import table from '../design/plain-table.module.css'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { count, formatLocalIso, formatNumber } from '../formats.ts'
import classes from './denials.module.css'
import type { DenialsState } from './denials-store.ts'

interface DenialDetailsProps {
  readonly denial: Denial
  readonly opened: NonNullable<DenialsState['opened']>
}

/** `12 of 12 licences were held by 9 users`, or what is known of it. */
const standing = ({ held, capacity, holders }: NonNullable<DenialsState['opened']>['holders'] & object): string => {
  const users = new Set(holders.map(({ user }) => user)).size
  if (held === 0) return 'Nobody held a licence of this feature at that moment.'
  const of =
    typeof capacity === 'number' ? `${formatNumber(held)} of ${count(capacity, 'licence')}` : count(held, 'licence')
  return `${of} ${held === 1 ? 'was' : 'were'} held by ${count(users, 'user')} at that moment.`
}

/** What a failed request means, and who held the licences when it was made. */
export const DenialDetails = ({ denial, opened: { holders, error } }: DenialDetailsProps) => (
  <div className={classes.details}>
    <p>{denial.explanation ?? 'Nobody documents what this code means; the reason above is the vendor daemon’s own.'}</p>
    {denial.verdict === 'local' && (
      <p>{denial.grantedBy} granted the same request a moment before or after: no denial was felt.</p>
    )}
    {denial.verdict === 'forwarded' && <p>{denial.grantedBy} granted the same request at nearly the same time.</p>}
    {error !== undefined && <ErrorMessage what="Who held the licences cannot be told" error={error} />}
    {holders && <p>{standing(holders)}</p>}
    {holders && holders.holders.length > 0 && (
      <div className={classes.holders}>
        <table className={table.table}>
          <caption className="visually-hidden">Who held licences of {holders.feature}</caption>
          <thead>
            <tr>
              <th scope="col">User</th>
              <th scope="col">Host</th>
              <th scope="col" className={table.number}>
                Licences
              </th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            {holders.holders.map(({ user, host, licences, since }) => (
              <tr key={`${user}@${host}`}>
                <th scope="row">{user}</th>
                <td>{host}</td>
                <td className={table.number}>{formatNumber(licences)}</td>
                <td className={table.nowrap}>{since ? formatLocalIso(since) : 'the day before or longer'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </div>
)

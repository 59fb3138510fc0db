import { Button } from '@mantine/core'
import type { TypedCapacity } from '../../core/contract/capacity.ts'
import table from '../design/plain-table.module.css'
import { notifyFailed } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { licencesStore } from '../stores.ts'
import { licencesText } from './capacity-words.ts'
import classes from './licences.module.css'
import { typeCapacity } from './typed-form.tsx'

const remove = async ({ id, at }: TypedCapacity) => {
  try {
    const { id: _, ...removed } = await licencesStore.getState().remove(id)
    const said = `${removed.feature}: the number from ${at} on was removed.`
    notifyUndo(said, () => licencesStore.getState().add(removed), 'The number was not brought back')
  } catch (error) {
    notifyFailed('The number was not removed', error)
  }
}

/** What was typed in for one feature, with a way to change it and to take it out. */
export const TypedTable = ({ typed }: { readonly typed: readonly TypedCapacity[] }) => (
  <div className={table.scroll}>
    <table className={table.table}>
      <caption className="visually-hidden">Typed numbers</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col" className={table.number}>
            Licences
          </th>
          <th scope="col">Note</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {typed.map((it) => (
          <tr key={it.id}>
            <th scope="row" className={table.nowrap}>
              {it.at.replace('T', ' ')}
            </th>
            <td className={table.number}>{licencesText(it.licences)}</td>
            <td className={classes.note}>{it.note}</td>
            <td className={classes.rowActions}>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Change the number from ${it.at} on`}
                onClick={() => typeCapacity({ entries: [], typed: it })}
              >
                Change…
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`Remove the number from ${it.at} on`}
                onClick={() => void remove(it)}
              >
                Remove
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

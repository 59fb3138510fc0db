import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { ImportRecord } from '../../core/contract/imports.ts'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { count } from '../formats.ts'
import { navigate, readPlace } from '../navigation.ts'
import { importStore } from '../stores.ts'

/** Removing takes numbers out of reports, so it asks, with the name of what goes. */
export const removeImport = ({ id, fileName, facts }: ImportRecord): void => {
  const remove = () => {
    if (readPlace(window.location.hash).path === `/import/${id}`) navigate('/import')
    importStore
      .getState()
      .remove(id)
      .then(() => notifyDone(`Removed the import of ${fileName}`))
      .catch((error: unknown) => notifyFailed(`The import of ${fileName} was not removed`, error))
  }
  modals.openConfirmModal({
    title: `Remove the import of ${fileName}?`,
    children: (
      <Text>
        {facts > 0 ? `The ${count(facts, 'fact')} of this file leave` : 'This entry leaves'} the database, and the days
        that they fed are rebuilt without them. The file itself stays where it is and can be imported again.
      </Text>
    ),
    labels: { confirm: 'Remove import', cancel: 'Keep it' },
    confirmProps: { color: 'red' },
    cancelProps: { 'data-autofocus': true },
    onConfirm: remove,
  })
}

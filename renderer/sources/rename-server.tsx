import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { Source } from '../../core/contract/sources.ts'
import { notifyDone } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { sourceStore } from '../stores.ts'

/** Two sources that became one cannot be taken apart again, so it asks. Resolves to what was answered. */
const asksToJoin = (from: string, to: string): Promise<boolean> =>
  new Promise((answer) => {
    modals.openConfirmModal({
      title: `Make ${from} and ${to} one?`,
      children: (
        <Text>
          Another source is called {to}. If the two have a vendor daemon in common, they become one source, their files
          together. That cannot be undone but by removing and importing the files again.
        </Text>
      ),
      labels: { confirm: 'Make them one', cancel: 'Keep both' },
      cancelProps: { 'data-autofocus': true },
      onConfirm: () => answer(true),
      onCancel: () => answer(false),
    })
  })

/** Gives a server another name, for all files of the source. */
export const renameServer = async ({ id, server }: Source, name: string): Promise<void> => {
  const store = sourceStore.getState()
  if (await store.isKnownServer(id, name)) {
    if (!(await asksToJoin(server, name))) return
    await store.setServer(id, name)
    return notifyDone(`${server} is called ${name}`)
  }
  await store.setServer(id, name)
  notifyUndo(`${server} is called ${name}`, () => store.setServer(id, server), 'The server’s name was not taken back')
}

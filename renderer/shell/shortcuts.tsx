import { Kbd, Modal, Table } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Fragment } from 'react'
import { useStore } from 'zustand'
import { navigate } from '../navigation.ts'
import { modifierKey } from './modifier-key.ts'
import { closeShortcuts, openShortcuts, shortcutsStore } from './shortcuts-store.ts'

const shortcuts: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: [modifierKey, 'K'], does: 'Search and commands' },
  { keys: ['/'], does: 'Go to the filter of the page' },
  { keys: [modifierKey, ','], does: 'Settings' },
  { keys: ['?'], does: 'These shortcuts' },
  { keys: ['Esc'], does: 'Close what is on top' },
  { keys: ['↑ ↓ ← →'], does: 'Move in a table' },
  { keys: ['Enter'], does: 'Open or narrow to the row' },
  { keys: ['F2'], does: 'Change the cell, where it can be changed' },
  { keys: [modifierKey, 'P'], does: 'Print the report' },
  { keys: ['Shift', 'F10'], does: 'What can be done with a row, a column or a point of a chart' },
  { keys: [modifierKey, 'C'], does: 'Copy the cell or the selected rows of a table' },
]

/** The page's filter is the first shown element with `data-page-filter`: an input, or something that holds one. */
const focusPageFilter = () => {
  const marked = [...document.querySelectorAll<HTMLElement>('#page [data-page-filter]')].find(
    (element) => element.offsetParent !== null,
  )
  const input = marked?.matches('input, button') ? marked : marked?.querySelector<HTMLElement>('input, button')
  input?.focus()
  if (input instanceof HTMLInputElement) input.select()
}

const isDialogOpen = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null

/** Listens for the keys of the whole window, and shows them when asked. */
export const Shortcuts = () => {
  const isOpen = useStore(shortcutsStore, (state) => state.isOpen)
  const unlessDialog = (perform: () => void) => () => {
    if (!isDialogOpen()) perform()
  }
  useHotkeys([
    ['/', unlessDialog(focusPageFilter)],
    // Many keyboards have the slash above another key.
    ['shift+/', unlessDialog(focusPageFilter)],
    ['mod+,', unlessDialog(() => navigate('/settings'))],
    ['shift+?', unlessDialog(openShortcuts)],
    ['?', unlessDialog(openShortcuts)],
  ])
  return (
    <Modal
      opened={isOpen}
      onClose={closeShortcuts}
      title="Keyboard shortcuts"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Table withRowBorders={false} verticalSpacing={4}>
        <Table.Thead className="visually-hidden">
          <Table.Tr>
            <Table.Th scope="col" w={120}>
              Keys
            </Table.Th>
            <Table.Th scope="col">What they do</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shortcuts.map(({ keys, does }) => (
            <Table.Tr key={does}>
              <Table.Td w={120}>
                {keys.map((key, index) => (
                  <Fragment key={key}>
                    {index > 0 && ' '}
                    <Kbd size="xs">{key}</Kbd>
                  </Fragment>
                ))}
              </Table.Td>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}

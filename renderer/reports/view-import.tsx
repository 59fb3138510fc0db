import { Button, Group, List, Modal, Text } from '@mantine/core'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { ClashAnswer } from '../../core/contract/views.ts'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { count } from '../formats.ts'
import { viewsStore } from '../stores.ts'

/** A file whose names are taken: kept until the reader says what to do with them. */
interface Clash {
  readonly text: string
  readonly names: readonly string[]
}

const clashStore = createStore<{ readonly clash?: Clash }>(() => ({}))
const failed = 'The saved views could not be imported'
/** No list of views is that long. */
const mostBytes = 5_000_000

const importText = async (text: string, onClash: ClashAnswer): Promise<void> => {
  try {
    const { clashes, imported, skipped } = await viewsStore.getState().importText(text, onClash)
    if (clashes.length > 0) return clashStore.setState({ clash: { text, names: clashes } })
    clashStore.setState({ clash: undefined })
    const left = skipped > 0 ? `, ${formatLeft(skipped)}` : ''
    notifyDone(`Imported ${count(imported, 'saved view')}${left}`)
  } catch (error) {
    clashStore.setState({ clash: undefined })
    notifyFailed(failed, error)
  }
}

const formatLeft = (skipped: number) => `left ${count(skipped, 'view')} as ${skipped === 1 ? 'it was' : 'they were'}`

/** Asks for a JSON file and imports the views in it; the core says what is wrong with it. */
export const chooseViewFile = (): void => {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  input.addEventListener('change', async () => {
    const file = input.files?.[0]
    if (!file) return
    if (file.size > mostBytes) {
      notifyFailed(failed, `${file.name} is too large for a file of saved views. Choose a file that Lictor exported.`)
      return
    }
    await importText(await file.text(), 'ask')
  })
  input.click()
}

/** Names that are taken are asked about before anything is changed. */
export const ViewClashDialog = () => {
  const { clash } = useStore(clashStore)
  const close = () => clashStore.setState({ clash: undefined })
  const answer = (how: ClashAnswer) => () => {
    if (clash) void importText(clash.text, how)
  }
  return (
    <Modal
      opened={clash !== undefined}
      onClose={close}
      title={`${count(clash?.names.length ?? 0, 'name')} ${clash?.names.length === 1 ? 'is' : 'are'} taken`}
    >
      <Text>You have saved views of these names. Nothing has been imported yet.</Text>
      <List size="sm" my={12} mah={200} style={{ overflowY: 'auto' }}>
        {clash?.names.map((name) => (
          <List.Item key={name}>{name}</List.Item>
        ))}
      </List>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={close}>
          Import nothing
        </Button>
        <Button variant="default" onClick={answer('skip')}>
          Leave out these
        </Button>
        <Button variant="default" onClick={answer('replace')}>
          Replace mine
        </Button>
        <Button onClick={answer('keep-both')}>Keep both</Button>
      </Group>
    </Modal>
  )
}

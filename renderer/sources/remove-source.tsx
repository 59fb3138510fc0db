import { Button, Group, List, Text, TextInput } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useState } from 'react'
import type { Source } from '../../core/contract/sources.ts'
import { messageOf } from '../feedback/message-of.ts'
import { notifyDone } from '../feedback/notify.ts'
import { count } from '../formats.ts'
import { navigate } from '../navigation.ts'
import { sourceStore } from '../stores.ts'

const modalId = 'remove-source'

const RemoveForm = ({ source }: { readonly source: Source }) => {
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const isNamed = typed.trim() === source.server
  const remove = async () => {
    setBusy(true)
    setWrong(undefined)
    try {
      await sourceStore.getState().remove(source.id, source.server)
      modals.close(modalId)
      navigate('/sources')
      notifyDone(`${source.server} is being removed`)
    } catch (error) {
      setWrong(messageOf(error))
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (isNamed) void remove()
      }}
    >
      <Text mb={8}>This takes out of the database:</Text>
      <List mb={8} size="sm">
        <List.Item>
          {count(source.lines, 'line')} of {count(source.files, 'file')}
        </List.Item>
        <List.Item>
          {count(source.days, 'day')} of numbers of {source.daemons.join(', ') || 'this server'}
        </List.Item>
      </List>
      <Text mb={12}>
        The log files themselves stay where they are. Removing cannot be undone, but they can be imported again.
      </Text>
      <TextInput
        label={`Type ${source.server} to confirm`}
        value={typed}
        error={wrong}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" onClick={() => modals.close(modalId)}>
          Keep it
        </Button>
        <Button type="submit" color="red" disabled={!isNamed} loading={isBusy}>
          Remove source
        </Button>
      </Group>
    </form>
  )
}

/** Removing takes numbers out of every report, so it asks for the name of what goes. */
export const removeSource = (source: Source): void => {
  modals.open({ modalId, title: `Remove ${source.server}?`, children: <RemoveForm source={source} /> })
}

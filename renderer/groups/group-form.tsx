import { Button, Group, Text, Textarea, TextInput } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useState } from 'react'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import { messageOf } from '../feedback/message-of.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { groupsStore } from '../stores.ts'

const modalId = 'agent-group'

interface GroupFormProps {
  /** The group that is changed; left out: a new one. */
  readonly group?: AgentGroup | undefined
  readonly onMade?: ((group: AgentGroup) => void) | undefined
}

/** Asks for the name of a new group, or changes those of one there is. */
export const editGroup = (props: GroupFormProps = {}): void => {
  modals.open({
    modalId,
    title: props.group ? `Change ${props.group.name}` : 'New agent group',
    children: <GroupForm {...props} />,
  })
}

const GroupForm = ({ group, onMade }: GroupFormProps) => {
  const [name, setName] = useState(group?.name ?? '')
  const [description, setDescription] = useState(group?.description ?? '')
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const close = () => modals.close(modalId)

  const save = async () => {
    setBusy(true)
    setWrong(undefined)
    const { create, change, remove } = groupsStore.getState()
    try {
      if (group) {
        const { id } = group
        const changed = await change({ id, name, description })
        const back = () => change({ id, name: group.name, description: group.description })
        notifyUndo(`${changed.name}: changed.`, back, 'The change was not taken back')
      } else {
        const made = await create({ name, description })
        onMade?.(made)
        notifyUndo(`${made.name} was made.`, () => remove(made.id), 'The group was not taken out')
      }
      close()
    } catch (error) {
      setWrong(messageOf(error))
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') void save()
      }}
    >
      <TextInput
        label="Name"
        maxLength={100}
        data-autofocus
        value={name}
        error={wrong}
        onChange={(event) => setName(event.currentTarget.value)}
        mb={12}
      />
      <Textarea
        label="Description"
        maxLength={500}
        autosize
        minRows={2}
        maxRows={6}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        mb={12}
      />
      {!group && (
        <Text size="xs" c="dimmed">
          An agent may be in any number of groups. What is assigned to a group holds for all its agents.
        </Text>
      )}
      <Group gap={8} mt={16}>
        <Button type="submit" disabled={name.trim() === ''} loading={isBusy}>
          {group ? 'Change the group' : 'Make the group'}
        </Button>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
      </Group>
    </form>
  )
}

/** Removes a group; for ten seconds it can be brought back as it was. */
export const removeGroup = async (id: number): Promise<void> => {
  const { remove, restore } = groupsStore.getState()
  const group = await remove(id)
  notifyUndo(`${group.name} was removed. Its agents stay.`, () => restore(group), 'The group was not brought back')
}

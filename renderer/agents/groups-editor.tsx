import { Button, Checkbox, Popover, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import type { AgentRow } from '../../core/contract/agents.ts'
import { notifyFailed } from '../feedback/notify.ts'
import { agentsStore } from '../stores.ts'
import { changeGroup } from './agent-actions.tsx'
import { whoOf } from './agent-words.ts'
import { type CellPlace, giveFocusBack } from './cell-place.ts'

interface GroupsEditorProps {
  readonly agents: readonly AgentRow[]
  readonly place: CellPlace
  readonly onClose: () => void
}

/** Which groups some agents are in. Each tick counts at once; a half tick is a group that only some of them are in. */
export const GroupsEditor = ({ agents: asked, place, onClose }: GroupsEditorProps) => {
  const groups = useStore(agentsStore, (state) => state.groups)
  const all = useStore(agentsStore, (state) => state.agents)
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  /** Ticks that are on their way to the console. */
  const [ticked, setTicked] = useState<ReadonlyMap<number, boolean>>(new Map())
  const input = useRef<HTMLInputElement>(null)
  const ids = new Set(asked.map(({ id }) => id))
  const agents = all?.filter(({ id }) => ids.has(id)) ?? asked
  const typed = text.trim()
  const found = groups.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()))
  const isNew = typed !== '' && !groups.some(({ name }) => name.toLowerCase() === typed.toLowerCase())
  const close = () => {
    onClose()
    giveFocusBack(place)
  }
  const tick = async (group: AgentGroup, isMember: boolean) => {
    setTicked((before) => new Map([...before, [group.id, isMember]]))
    await changeGroup(agents, group, isMember)
    setTicked((before) => new Map([...before].filter(([id]) => id !== group.id)))
  }
  const create = async () => {
    if (!isNew || isBusy) return
    setBusy(true)
    try {
      await agentsStore.getState().createGroup(typed, [...ids])
      setText('')
      // The button that was pressed goes.
      input.current?.focus()
    } catch (error) {
      notifyFailed('The group was not created', error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Popover opened onChange={(open) => !open && close()} position="bottom-start" offset={2} trapFocus withinPortal>
      <Popover.Target>
        <span
          aria-hidden
          style={{
            position: 'fixed',
            pointerEvents: 'none',
            left: place.left,
            top: place.top,
            width: place.width,
            height: place.height,
          }}
        />
      </Popover.Target>
      <Popover.Dropdown p={8} w={260} aria-label={`Agent groups of ${whoOf(agents)}`}>
        <TextInput
          size="xs"
          ref={input}
          data-autofocus
          aria-label="Find or name a group"
          placeholder={groups.length === 0 ? 'Name of a new group' : 'Find or name a group'}
          maxLength={100}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && isNew && found.length === 0) void create()
          }}
        />
        <ScrollArea.Autosize mah={260} type="auto" mt={8}>
          <Stack gap={6} py={2}>
            {found.map((group) => {
              const members = agents.filter((agent) => agent.groups.includes(group.name)).length
              const isAll = ticked.get(group.id) ?? members === agents.length
              return (
                <Checkbox
                  key={group.id}
                  size="xs"
                  label={group.name}
                  checked={isAll}
                  indeterminate={!ticked.has(group.id) && members > 0 && !isAll}
                  onChange={() => void tick(group, !isAll)}
                />
              )
            })}
          </Stack>
        </ScrollArea.Autosize>
        {groups.length === 0 && typed === '' && (
          <Text size="xs" c="dimmed">
            There is no agent group yet. Custom applications are watched by groups: name the first one.
          </Text>
        )}
        {isNew && (
          <Button size="compact-xs" variant="light" mt={8} maw="100%" loading={isBusy} onClick={() => void create()}>
            Create group “{typed}”
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

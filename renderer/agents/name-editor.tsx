import { Portal, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import type { AgentRow } from '../../core/contract/agents.ts'
import { messageOf } from '../feedback/message-of.ts'
import { renameAgent } from './agent-actions.tsx'
import classes from './agents.module.css'
import { type CellPlace, giveFocusBack } from './cell-place.ts'

interface NameEditorProps {
  readonly agent: AgentRow
  readonly place: CellPlace
  readonly onClose: () => void
}

/** The name where it stands in the grid: Enter saves, so does leaving; Esc does not. Empty is the host's name again. */
export const NameEditor = ({ agent, place, onClose }: NameEditorProps) => {
  const [name, setName] = useState(agent.name)
  const [wrong, setWrong] = useState<string>()
  const isDone = useRef(false)
  const close = () => {
    isDone.current = true
    onClose()
    giveFocusBack(place)
  }
  const save = async () => {
    if (isDone.current) return
    isDone.current = true
    try {
      if (name.trim() !== agent.name) await renameAgent(agent, name.trim())
      close()
    } catch (error) {
      isDone.current = false
      setWrong(messageOf(error))
    }
  }
  const { left, top, width, height } = place
  return (
    <Portal>
      <div className={classes.nameEditor} style={{ left, top, width: Math.max(width, 180), minHeight: height }}>
        <TextInput
          size="xs"
          aria-label={`Name of ${agent.host}`}
          placeholder={agent.host}
          maxLength={255}
          autoFocus
          value={name}
          error={wrong}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={() => void save()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void save()
            if (event.key !== 'Escape') return
            event.stopPropagation()
            close()
          }}
        />
      </div>
    </Portal>
  )
}

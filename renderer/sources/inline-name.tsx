import { ActionIcon, Button, Group, TextInput } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { messageOf } from '../feedback/message-of.ts'
import classes from './sources.module.css'

interface InlineNameProps {
  readonly value: string
  /** What is edited, for those who hear it: `Shown name of lic;acme`. */
  readonly label: string
  /** On the button: `Rename`. */
  readonly verb: string
  readonly maxLength: number
  /** What is wrong with a name as typed. The core checks again. */
  readonly problem?: (name: string) => string | undefined
  readonly onSave: (name: string) => Promise<unknown>
  /** Takes the name back to what it was before anybody changed it; absent while it is that. */
  readonly onReset?: { readonly label: string; readonly reset: () => Promise<unknown> }
  /** How the name looks while nobody edits it. */
  readonly children?: ReactNode
}

/** A name that is edited where it stands: Enter saves, Esc leaves it as it was. */
export const InlineName = (props: InlineNameProps) => {
  const { value, label, verb, maxLength, problem, onSave, onReset, children } = props
  const [draft, setDraft] = useState<string>()
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  const close = () => {
    setDraft(undefined)
    setWrong(undefined)
    // The pencil is drawn again first.
    window.setTimeout(() => pencil.current?.focus())
  }
  const perform = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setWrong(undefined)
    try {
      await work()
      close()
    } catch (error) {
      setWrong(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  if (draft === undefined)
    return (
      <span className={classes.shown}>
        <span title={value}>{children ?? value}</span>
        <ActionIcon
          ref={pencil}
          size="sm"
          aria-label={`${verb}: ${label}`}
          title={verb}
          onClick={() => setDraft(value)}
        >
          <IconPencil size={14} aria-hidden />
        </ActionIcon>
      </span>
    )
  const submit = () => {
    const name = draft.trim()
    if (name === value) return close()
    const found = name === '' ? 'Type a name.' : problem?.(name)
    if (found) return setWrong(found)
    void perform(() => onSave(name))
  }
  return (
    <form
      className={classes.edit}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <TextInput
        aria-label={label}
        value={draft}
        maxLength={maxLength}
        error={wrong}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          close()
        }}
      />
      <Group gap={8} wrap="nowrap">
        <Button type="submit" loading={isBusy}>
          {verb}
        </Button>
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        {onReset && (
          <Button variant="subtle" onClick={() => void perform(onReset.reset)}>
            {onReset.label}
          </Button>
        )}
      </Group>
    </form>
  )
}

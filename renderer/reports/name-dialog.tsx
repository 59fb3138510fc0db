import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { messageOf } from '../feedback/message-of.ts'

/** A name that is asked for: what for, what the button does, and what happens with it. */
export interface NameQuestion {
  readonly title: string
  readonly button: string
  readonly name: string
  /** A rejection is said below the field, and the question stays. */
  readonly onName: (name: string) => Promise<unknown>
}

interface NameDialogProps {
  readonly question: NameQuestion | undefined
  readonly onClose: () => void
}

export const NameDialog = ({ question, onClose }: NameDialogProps) => (
  <Modal opened={question !== undefined} onClose={onClose} title={question?.title} size="sm">
    {question && <NameForm key={`${question.title} ${question.name}`} question={question} onClose={onClose} />}
  </Modal>
)

const NameForm = ({ question, onClose }: { readonly question: NameQuestion; readonly onClose: () => void }) => {
  const [name, setName] = useState(question.name)
  const [error, setError] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async () => {
    setIsBusy(true)
    try {
      await question.onName(name.trim())
      onClose()
    } catch (cause) {
      setError(messageOf(cause))
      setIsBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '' && !isBusy) void submit()
      }}
    >
      <TextInput
        data-autofocus
        label="Name"
        maxLength={120}
        value={name}
        error={error}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setName(event.currentTarget.value)
          setError(undefined)
        }}
      />
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" disabled={name.trim() === ''} loading={isBusy}>
          {question.button}
        </Button>
      </Group>
    </form>
  )
}

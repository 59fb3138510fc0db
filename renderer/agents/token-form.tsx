import { Button, Group, NumberInput, SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { GatewayState, NewJoinToken } from '../../core/contract/agents.ts'
import { api } from '../api.ts'
import { messageOf } from '../feedback/message-of.ts'
import classes from './agents.module.css'
import { LanForm } from './lan-form.tsx'

const hour = 3_600_000
const lifetimes = [
  { value: String(hour), label: '1 hour' },
  { value: String(24 * hour), label: '1 day' },
  { value: String(7 * 24 * hour), label: '7 days' },
  { value: String(30 * 24 * hour), label: '30 days' },
]

interface TokenFormProps {
  readonly gateway: GatewayState | undefined
  readonly isRemote: boolean
  /** Left out: there is no choice. */
  readonly onRemote?: (isRemote: boolean) => void
  readonly onMade: (made: NewJoinToken) => void
  readonly onCancel: () => void
}

/** Where the agent will run, and how many machines may join with a token until when. */
export const TokenForm = ({ gateway, isRemote, onRemote, onMade, onCancel }: TokenFormProps) => {
  const [uses, setUses] = useState<number | string>(1)
  const [lifetime, setLifetime] = useState(String(24 * hour))
  const [note, setNote] = useState('')
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const isReachable = isRemote ? gateway?.lan.enabled === true && gateway.lan.problem === '' : gateway?.socket !== ''
  const create = async () => {
    if (typeof uses !== 'number') return
    setBusy(true)
    setWrong(undefined)
    try {
      onMade(await api.call('agents.createToken', { uses, lifetime: Number(lifetime), note }))
    } catch (error) {
      setWrong(messageOf(error))
      setBusy(false)
    }
  }
  return (
    <>
      {onRemote && (
        <SegmentedControl
          aria-label="Where the agent will run"
          data={[
            { value: 'here', label: 'On this machine' },
            { value: 'remote', label: 'On other machines' },
          ]}
          value={isRemote ? 'remote' : 'here'}
          onChange={(value) => onRemote(value === 'remote')}
          mb={12}
        />
      )}
      {isRemote && gateway && !isReachable && (
        <section aria-label="Agents on the network" className={classes.lan}>
          <Text mb={8}>
            Agents of other machines are not served yet. They connect over TLS 1.3 and identify themselves with
            certificates that only this console issues.
          </Text>
          <LanForm gateway={gateway} />
        </section>
      )}
      {!isRemote && gateway && !isReachable && (
        <Text c="red" mb={12} role="alert">
          The local socket could not be opened: {gateway.problem}
        </Text>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <Group gap={12} align="flex-start" mb={12}>
          <NumberInput
            label="Machines"
            description="How many may join with it"
            w={180}
            min={1}
            max={100_000}
            allowDecimal={false}
            allowNegative={false}
            value={uses}
            onChange={setUses}
            data-autofocus
          />
          <Select
            label="Valid for"
            w={140}
            data={lifetimes}
            value={lifetime}
            allowDeselect={false}
            onChange={(value) => setLifetime(value ?? lifetime)}
          />
        </Group>
        <TextInput
          label="Note"
          description="What it is for; shown in the list of tokens"
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          mb={12}
        />
        {wrong && (
          <Text c="red" mb={8} role="alert">
            {wrong}
          </Text>
        )}
        <Group gap={8} mt={16}>
          <Button type="submit" disabled={typeof uses !== 'number' || !isReachable} loading={isBusy}>
            Create join token
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </form>
    </>
  )
}

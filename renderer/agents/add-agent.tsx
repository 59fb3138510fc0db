import { Button, Group, NumberInput, SegmentedControl, Select, Tabs, Text, TextInput } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { GatewayState, NewJoinToken } from '../../core/contract/agents.ts'
import { api } from '../api.ts'
import { messageOf } from '../feedback/message-of.ts'
import { count, formatMinute } from '../formats.ts'
import { fleetStore } from '../stores.ts'
import { type AgentSystem, agentCommands } from './agent-commands.ts'
import classes from './agents.module.css'
import { CopyableText } from './copyable-text.tsx'
import { JoinTokens } from './join-tokens.tsx'
import { LanForm } from './lan-form.tsx'

/** Opens the way in for a machine: a join token, and the exact command to run there. */
export const addAgent = (): void => {
  modals.open({ modalId: 'add-agent', title: 'Add agent', size: 'lg', children: <AddAgent /> })
}

const hour = 3_600_000
const lifetimes = [
  { value: String(hour), label: '1 hour' },
  { value: String(24 * hour), label: '1 day' },
  { value: String(7 * 24 * hour), label: '7 days' },
  { value: String(30 * 24 * hour), label: '30 days' },
]

const AddAgent = () => {
  const [made, setMade] = useState<NewJoinToken>()
  const [isRemote, setRemote] = useState(false)
  const gateway = useStore(fleetStore, (state) => state.gateway)
  return (
    <Tabs defaultValue="add" keepMounted={false}>
      <Tabs.List mb={12}>
        <Tabs.Tab value="add">New token</Tabs.Tab>
        <Tabs.Tab value="tokens">Join tokens</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="add">
        {made ? (
          <Commands
            made={made}
            isRemote={isRemote}
            approval={gateway?.approval ?? false}
            onAgain={() => setMade(undefined)}
          />
        ) : (
          <TokenForm gateway={gateway} isRemote={isRemote} onRemote={setRemote} onMade={setMade} />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="tokens">
        <JoinTokens />
      </Tabs.Panel>
    </Tabs>
  )
}

interface TokenFormProps {
  readonly gateway: GatewayState | undefined
  readonly isRemote: boolean
  readonly onRemote: (isRemote: boolean) => void
  readonly onMade: (made: NewJoinToken) => void
}

const TokenForm = ({ gateway, isRemote, onRemote, onMade }: TokenFormProps) => {
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
          <Button variant="default" onClick={() => modals.close('add-agent')}>
            Cancel
          </Button>
        </Group>
      </form>
    </>
  )
}

const systems: readonly { readonly value: AgentSystem; readonly label: string }[] = [
  { value: 'linux', label: 'Linux' },
  { value: 'windows', label: 'Windows' },
  { value: 'macos', label: 'macOS' },
]

/** The system of the browser's machine is the likeliest one. */
const likelySystem = (): AgentSystem => {
  const { userAgent } = navigator
  return userAgent.includes('Windows') ? 'windows' : userAgent.includes('Mac OS') ? 'macos' : 'linux'
}

interface CommandsProps {
  readonly made: NewJoinToken
  readonly isRemote: boolean
  readonly approval: boolean
  readonly onAgain: () => void
}

const Commands = ({ made, isRemote, approval, onAgain }: CommandsProps) => {
  const [system, setSystem] = useState<AgentSystem>(likelySystem)
  const server = isRemote ? made.address : made.socket
  // The focus was on the button that is gone.
  useEffect(() => document.getElementById('join-token-made')?.focus(), [])
  return (
    <>
      <Text id="join-token-made" tabIndex={-1} mb={8}>
        The token lets {count(made.uses, 'machine')} join until {formatMinute(made.expiresAt)}. It is shown only now: a
        token is like a key, so pass it on with care.
      </Text>
      <CopyableText label="Join token" text={made.token} />
      <SegmentedControl
        aria-label="System of the machine"
        size="xs"
        mt={16}
        mb={8}
        data={systems.map((one) => ({ ...one }))}
        value={system}
        onChange={(value) => setSystem(systems.find((one) => one.value === value)?.value ?? system)}
      />
      {agentCommands(system, server, made.token).map(({ where, text }) => (
        <div key={where} className={classes.step}>
          <Text size="xs" c="dimmed" mb={4}>
            {where}
          </Text>
          <CopyableText label={`Command: ${where}`} text={text} />
        </div>
      ))}
      <Text size="xs" c="dimmed" mt={12}>
        The agent’s program must be on the machine already. It appears in the list a moment after it has joined
        {approval && ', and waits there for your approval'}.
      </Text>
      <Group gap={8} mt={16}>
        <Button onClick={() => modals.close('add-agent')}>Done</Button>
        <Button variant="default" onClick={onAgain}>
          Create another token
        </Button>
      </Group>
    </>
  )
}

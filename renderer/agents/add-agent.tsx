import { Anchor, Button, Group, SegmentedControl, Tabs, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { NewJoinToken } from '../../core/contract/agents.ts'
import { count, formatMinute } from '../formats.ts'
import { link } from '../navigation.ts'
import { fleetStore } from '../stores.ts'
import { type AgentSystem, agentCommands } from './agent-commands.ts'
import classes from './agents.module.css'
import { CopyableText } from './copyable-text.tsx'
import { JoinTokens } from './join-tokens.tsx'
import { TokenForm } from './token-form.tsx'

/** Opens the way in for a machine: a join token, and the exact command to run there. */
export const addAgent = (): void => {
  modals.open({ modalId: 'add-agent', title: 'Add agent', size: 'lg', children: <AddAgent /> })
}

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
          <TokenForm
            gateway={gateway}
            isRemote={isRemote}
            onRemote={setRemote}
            onMade={setMade}
            onCancel={() => modals.close('add-agent')}
          />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="tokens">
        <JoinTokens />
      </Tabs.Panel>
    </Tabs>
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
        The agent’s program must be on the machine already;{' '}
        <Anchor
          underline="always"
          size="xs"
          href={link('/agents/installers')}
          onClick={() => modals.close('add-agent')}
        >
          Installers
        </Anchor>{' '}
        has the packages, and commands that install and join in one. It appears in the list a moment after it has joined
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

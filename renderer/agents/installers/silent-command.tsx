import { Button, Group, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { NewJoinToken } from '../../../core/contract/agents.ts'
import type { BundledInstaller } from '../../../core/contract/updates.ts'
import { count, formatMinute } from '../../formats.ts'
import { fleetStore } from '../../stores.ts'
import { CopyableText } from '../copyable-text.tsx'
import { TokenForm } from '../token-form.tsx'
import { filledCommand } from './install-command.ts'

const modalId = 'silent-command'

/** Makes a join token, and the command that installs a package with it without a question. */
export const openSilentCommand = (installer: BundledInstaller): void => {
  modals.open({ modalId, title: `Install ${installer.file}`, size: 'lg', children: <SilentCommand {...installer} /> })
}

const SilentCommand = (installer: BundledInstaller) => {
  const [made, setMade] = useState<NewJoinToken>()
  // On Linux the service is a user of its own, whom the console's local socket does not let in.
  const isLinux = installer.platform.startsWith('linux')
  const [isRemote, setRemote] = useState(isLinux)
  const gateway = useStore(fleetStore, (state) => state.gateway)
  if (!made)
    return (
      <>
        {isLinux && (
          <Text size="xs" c="dimmed" mb={12}>
            For this machine and for others: the service is a user of its own and connects to the console over TLS.
          </Text>
        )}
        <TokenForm
          gateway={gateway}
          isRemote={isRemote}
          {...(isLinux ? {} : { onRemote: setRemote })}
          onMade={setMade}
          onCancel={() => modals.close(modalId)}
        />
      </>
    )
  return <Command installer={installer} made={made} server={isRemote ? made.address : made.socket} />
}

interface CommandProps {
  readonly installer: BundledInstaller
  readonly made: NewJoinToken
  readonly server: string
}

const Command = ({ installer, made, server }: CommandProps) => {
  const isWindows = installer.platform === 'win-x64'
  // The focus was on the button that is gone.
  useEffect(() => document.getElementById('silent-command-made')?.focus(), [])
  return (
    <>
      <Text id="silent-command-made" tabIndex={-1} mb={8}>
        The token in it lets {count(made.uses, 'machine')} join until {formatMinute(made.expiresAt)}. It is shown only
        now: a token is like a key, so pass it on with care.
      </Text>
      <Text size="xs" c="dimmed" mb={4}>
        {isWindows ? 'In PowerShell as administrator' : 'In a terminal'}, in the folder where the package lies
      </Text>
      <CopyableText label="Silent command" text={filledCommand(installer.command, isWindows, server, made.token)} />
      <Text size="xs" c="dimmed" mt={12}>
        It installs the agent as a service and lets the machine join, without a question. The token does not appear in
        the list of processes.
      </Text>
      <Group gap={8} mt={16}>
        <Button onClick={() => modals.close(modalId)}>Done</Button>
      </Group>
    </>
  )
}

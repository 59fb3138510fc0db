import { Button, Group, NumberInput, TagsInput, Text } from '@mantine/core'
import { useState } from 'react'
import type { GatewayState } from '../../core/contract/agents.ts'
import { messageOf } from '../feedback/message-of.ts'
import { notifyDone } from '../feedback/notify.ts'
import { fleetStore } from '../stores.ts'

/** Whether and where agents of other machines are served. Nothing changes until its button is pressed. */
export const LanForm = ({ gateway }: { readonly gateway: GatewayState }) => {
  const { lan } = gateway
  const [port, setPort] = useState<number | string>(lan.port)
  const [names, setNames] = useState<readonly string[]>(lan.names)
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const isChanged = port !== lan.port || names.join(' ') !== lan.names.join(' ')
  const change = async (lanEnabled: boolean) => {
    if (typeof port !== 'number') return
    setBusy(true)
    setWrong(undefined)
    try {
      const after = await fleetStore.getState().change({ lanEnabled, lanPort: port, lanNames: [...names] })
      notifyDone(
        after.lan.enabled
          ? `Agents are served at ${after.lan.address}.`
          : 'Agents of other machines are not served any more.',
      )
      setPort(after.lan.port)
    } catch (error) {
      setWrong(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Group gap={12} align="flex-start" mb={8} wrap="nowrap">
        <NumberInput
          label="Port"
          description="0: a free one"
          w={110}
          min={0}
          max={65_535}
          hideControls
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator={false}
          value={port}
          onChange={setPort}
        />
        <TagsInput
          flex={1}
          label="Other names of this machine"
          description="Names or addresses by which agents find it, besides its own. Enter ends one"
          placeholder={names.length === 0 ? 'licences.example.org' : undefined}
          value={[...names]}
          onChange={setNames}
          maxTags={20}
        />
      </Group>
      {(wrong ?? (lan.enabled ? lan.problem : '')) !== '' && (
        <Text c="red" mb={8} role="alert">
          {wrong ?? lan.problem}
        </Text>
      )}
      <Group gap={8}>
        {(!lan.enabled || isChanged || lan.problem !== '') && (
          <Button
            variant="default"
            loading={isBusy}
            disabled={typeof port !== 'number'}
            onClick={() => void change(true)}
          >
            {lan.enabled ? 'Change the way in' : 'Serve agents on the network'}
          </Button>
        )}
        {lan.enabled && (
          <Button variant="default" loading={isBusy} onClick={() => void change(false)}>
            Stop serving the network
          </Button>
        )}
      </Group>
    </>
  )
}

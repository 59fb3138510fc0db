import { Button, Group, Text } from '@mantine/core'
import { useStore } from 'zustand'
import type { AgentRow } from '../../../core/contract/agents.ts'
import { TimeAgo } from '../../feedback/time-ago.tsx'
import { link } from '../../navigation.ts'
import { updatesStore } from '../../stores.ts'
import { PanelPart } from '../agent-panel-part.tsx'
import { holdAgents, startUpdate } from './update-actions.tsx'
import { UpdateProgress } from './update-cell.tsx'
import { isUnderWay, reasonAgainst, stageWords } from './update-words.ts'
import classes from './updates.module.css'

/** How the last update of an agent stands, and what can be done; nothing where there is nothing to tell. */
export const AgentUpdatePart = ({ agent }: { readonly agent: AgentRow }) => {
  const update = useStore(updatesStore, (state) => state.updates.get(agent.id))
  const { newerVersion, isHeld } = agent
  if (!update && newerVersion === '' && !isHeld) return null
  const reason = newerVersion === '' ? '' : reasonAgainst({ ...agent, update })
  const goesOn = update !== undefined && isUnderWay(update.stage)
  return (
    <PanelPart title="Update">
      {update && (
        <Text size="xs" component="div" mb={8}>
          {goesOn && (
            <div className={classes.inPanel}>
              <UpdateProgress update={update} />
            </div>
          )}
          {!goesOn && `${stageWords[update.stage]}: `}
          {update.from} to {update.to}, <TimeAgo at={update.since} />, in{' '}
          <a className={classes.batch} href={link(`/agents/updates?batch=${update.batch}`)}>
            batch {update.batch}
          </a>
          {update.reason !== '' && <div>{update.reason}</div>}
        </Text>
      )}
      {!goesOn && reason !== '' && (
        <Text size="xs" c="dimmed" mb={8}>
          {reason}
        </Text>
      )}
      <Group gap={8}>
        {newerVersion !== '' && (
          <Button size="xs" disabled={reason !== ''} onClick={() => void startUpdate([agent])}>
            Update to {newerVersion}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => void holdAgents([agent], !isHeld)}>
          {isHeld ? 'Allow updates again' : 'Hold updates'}
        </Button>
      </Group>
    </PanelPart>
  )
}

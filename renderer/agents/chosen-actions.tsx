import { Button, CloseButton, Text } from '@mantine/core'
import { formatNumber } from '../formats.ts'
import { approveAgents, rejectAgents, removeAgents, revokeAgents } from './agent-actions.tsx'
import { isRemovable } from './agent-words.ts'
import classes from './agents.module.css'
import type { ListedAgent } from './updates/listed-agent.ts'
import { holdAgents, startUpdate } from './updates/update-actions.tsx'
import { reasonAgainst } from './updates/update-words.ts'

interface ChosenActionsProps {
  readonly agents: readonly ListedAgent[]
  readonly onGroups: (element: HTMLElement) => void
  readonly onClear: () => void
}

/** What can be done with all chosen agents at once. */
export const ChosenActions = ({ agents, onGroups, onClear }: ChosenActionsProps) => {
  const isWaiting = agents.some(({ standing }) => standing !== 'approved')
  const isHeld = agents.every((agent) => agent.isHeld)
  const updatable = agents.some((agent) => reasonAgainst(agent) === '')
  const offline = agents.filter(isRemovable).length
  return (
    <section className={classes.chosen} aria-label="What to do with the chosen agents">
      <Text size="xs" fw={500}>
        {formatNumber(agents.length)} chosen
      </Text>
      <Button size="xs" variant="default" onClick={(event) => onGroups(event.currentTarget)}>
        Groups…
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={!updatable}
        title={updatable ? undefined : 'None of them can be updated now'}
        onClick={() => void startUpdate(agents)}
      >
        Update
      </Button>
      <Button size="xs" variant="default" onClick={() => void holdAgents(agents, !isHeld)}>
        {isHeld ? 'Allow updates' : 'Hold updates'}
      </Button>
      {isWaiting && (
        <>
          <Button size="xs" variant="default" onClick={() => void approveAgents(agents)}>
            Approve
          </Button>
          <Button size="xs" variant="default" onClick={() => rejectAgents(agents)}>
            Reject…
          </Button>
        </>
      )}
      <Button size="xs" variant="default" onClick={() => revokeAgents(agents)}>
        Revoke…
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={offline === 0}
        title={offline === 0 ? 'Only agents that are offline can be removed' : undefined}
        onClick={() => removeAgents(agents)}
      >
        Remove…
      </Button>
      <CloseButton size="sm" aria-label="Choose none" onClick={onClear} />
    </section>
  )
}

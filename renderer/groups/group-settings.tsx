import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import type { ScopedConfiguration } from '../../core/contract/agents.ts'
import { openConfiguration } from '../agents/agent-configuration.tsx'
import { collectorNames, collectorTitles } from '../agents/collector-words.ts'
import { formatDuration } from '../formats.ts'
import { groupsStore } from '../stores.ts'
import classes from './groups.module.css'

/** What a group has of its own, in words; empty where it has nothing. */
const setWords = ({ interval, collectors, spool }: ScopedConfiguration): readonly string[] => [
  ...(interval === undefined ? [] : [`connection every ${formatDuration(interval)}`]),
  ...collectorNames.flatMap((name) => {
    const own = collectors?.[name]
    return own ? [`${collectorTitles[name].title.toLowerCase()} ${own.enabled ? 'on' : 'off'}`] : []
  }),
  ...(spool ? [`spool of ${spool.quotaMegabytes} MB`] : []),
]

/** What differs for the agents of a group from what holds for all, and the way to change it. */
export const GroupSettings = ({ group }: { readonly group: AgentGroup }) => {
  const settings = useStore(groupsStore, (state) => state.settings)
  useEffect(() => groupsStore.getState().watchSettings(group.id), [group.id])
  const words = settings ? setWords(settings) : []
  return (
    <p className={classes.watched}>
      {settings && (words.length === 0 ? 'They are set up as all agents are. ' : `Set for them: ${words.join(', ')}. `)}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => openConfiguration({ scope: `group:${group.id}`, name: `agents of ${group.name}` })}
      >
        Change what they collect…
      </Button>
    </p>
  )
}

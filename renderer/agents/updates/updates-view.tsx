import { Anchor, Button, Switch, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { EmptyState } from '../../feedback/empty-state.tsx'
import { ErrorMessage } from '../../feedback/error-message.tsx'
import { isLineLost } from '../../feedback/is-line-lost.ts'
import { count } from '../../formats.ts'
import { link, usePlace } from '../../navigation.ts'
import { agentsStore, updatesStore } from '../../stores.ts'
import { BatchAgents } from './batch-agents.tsx'
import { BatchTable } from './batch-table.tsx'
import { changeUpdateSettings, startUpdate } from './update-actions.tsx'
import { openUpdateSettings } from './update-settings.tsx'
import { reasonAgainst, stopWords } from './update-words.ts'
import classes from './updates.module.css'

/** All batches of updates, and the agents of the chosen one. */
export const UpdatesView = () => {
  const { query } = usePlace()
  const { batches, error, reload } = useStore(updatesStore)
  const chosen = batches?.find(({ id }) => String(id) === query.get('batch')) ?? batches?.[0]
  return (
    <div className={classes.view}>
      <UpdateTools />
      {error !== undefined && !(batches && isLineLost(error)) && (
        <div className={classes.problem}>
          <ErrorMessage what="The updates could not be listed" error={error} onRetry={reload} />
        </div>
      )}
      {batches && chosen && (
        <>
          <BatchTable batches={batches} chosen={chosen.id} />
          {stopWords(chosen) !== '' && (
            <p className={classes.stopped} role="status">
              {stopWords(chosen)}
            </p>
          )}
          <BatchAgents batch={chosen.id} />
        </>
      )}
      {batches?.length === 0 && <NoBatches />}
    </div>
  )
}

const UpdateTools = () => {
  const { settings, installers, updates } = useStore(updatesStore)
  const agents = useStore(agentsStore, (state) => state.agents)
  const updatable = useMemo(
    () => (agents ?? []).filter((agent) => reasonAgainst({ ...agent, update: updates.get(agent.id) }) === '').length,
    [agents, updates],
  )
  const version = installers?.version ?? ''
  return (
    <div className={classes.tools}>
      {settings && <AutomaticSwitch automatic={settings.automatic} />}
      <div className={classes.buttons}>
        {installers && version === '' ? (
          <Text size="xs" c="dimmed">
            No usable agent came with this console: see{' '}
            <Anchor underline="always" size="xs" href={link('/agents/installers')}>
              Installers
            </Anchor>
            .
          </Text>
        ) : (
          <Text size="xs" c="dimmed">
            {version !== '' && `Version ${version} came with this console`}
          </Text>
        )}
        <Button variant="default" disabled={!settings} onClick={openUpdateSettings}>
          Update settings…
        </Button>
        <Button
          disabled={updatable === 0}
          title={updatable === 0 ? 'No agent can be updated now' : undefined}
          onClick={() => void startUpdate('all')}
        >
          {updatable === 0 ? 'Update all' : `Update ${count(updatable, 'agent')}`}
        </Button>
      </div>
    </div>
  )
}

const AutomaticSwitch = ({ automatic }: { readonly automatic: boolean }) => {
  /** On its way to the console. */
  const [wanted, setWanted] = useState<boolean>()
  return (
    <Switch
      label="Update agents automatically"
      description="When a newer one comes with the console: one agent first, then in waves."
      checked={wanted ?? automatic}
      onChange={(event) => {
        const { checked } = event.currentTarget
        setWanted(checked)
        void changeUpdateSettings(
          { automatic: checked },
          { automatic: !checked },
          checked ? 'Agents are updated automatically.' : 'Agents are updated only when somebody asks for it.',
        ).finally(() => setWanted(undefined))
      }}
    />
  )
}

const NoBatches = () => (
  <EmptyState title="No updates yet" order={2}>
    <p>
      An update brings agents to the version that came with this console. They fetch it from here, check its signature,
      and go back by themselves when the new one does not work.
    </p>
    <p>
      Start one for all agents above, or for some of them under{' '}
      <Anchor underline="always" href={link('/agents')}>
        Agents
      </Anchor>
      . What becomes of it is shown here.
    </p>
  </EmptyState>
)

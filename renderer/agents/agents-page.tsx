import { Anchor, Button, Tabs } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { count, formatNumber } from '../formats.ts'
import { link, navigate, usePlace } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { agentsStore, updatesStore } from '../stores.ts'
import { addAgent } from './add-agent.tsx'
import { openAdvancedSettings } from './advanced-settings.tsx'
import { countByFilter } from './agent-filter.ts'
import tabs from './agent-views.module.css'
import classes from './agents.module.css'
import { AgentsList } from './agents-list.tsx'
import { InstallersView } from './installers/installers-view.tsx'
import { isUnderWay } from './updates/update-words.ts'
import { UpdatesView } from './updates/updates-view.tsx'

const views = [
  { view: 'agents', label: 'Agents', path: '/agents' },
  { view: 'updates', label: 'Updates', path: '/agents/updates' },
  { view: 'installers', label: 'Installers', path: '/agents/installers' },
] as const

/** `/agents`, `/agents/updates` with `?batch=3`, `/agents/installers`. */
export const AgentsPage = () => {
  const { segments } = usePlace()
  const { view, label } = views.find((it) => it.view === segments[1]) ?? views[0]
  const { agents, error, reload } = useStore(agentsStore)
  const updates = useStore(updatesStore, (state) => state.updates)
  useEffect(() => agentsStore.getState().watch(), [])
  useEffect(() => updatesStore.getState().watch(), [])
  useCurrentView({ crumbs: view === 'agents' ? [{ label }] : [{ label: 'Agents', path: '/agents' }, { label }] })
  const counts = useMemo(() => countByFilter(agents ?? []), [agents])
  const underWay = useMemo(() => [...updates.values()].filter(({ stage }) => isUnderWay(stage)).length, [updates])
  const amounts: { readonly [View in (typeof views)[number]['view']]?: number } = {
    agents: agents?.length,
    updates: underWay || undefined,
  }
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>Agents</h1>
        <p className={classes.standing} role="status">
          {agents &&
            agents.length > 0 &&
            `${count(counts.online, 'agent')} online, ${formatNumber(counts.offline)} offline`}
        </p>
        {view === 'agents' && agents && agents.length > 0 && (
          <div className={classes.buttons}>
            <Button
              variant="default"
              leftSection={<IconAdjustments size={16} aria-hidden />}
              onClick={openAdvancedSettings}
            >
              Advanced settings
            </Button>
            <Button onClick={addAgent}>Add agent…</Button>
          </div>
        )}
      </div>
      {view === 'agents' && error !== undefined && !(agents && isLineLost(error)) && (
        <div className={classes.problem}>
          <ErrorMessage what="The agents could not be listed" error={error} onRetry={reload} />
        </div>
      )}
      <Tabs
        value={view}
        onChange={(to) => navigate(views.find((it) => it.view === to)?.path ?? '/agents')}
        className={tabs.views}
        keepMounted={false}
      >
        <Tabs.List className={tabs.viewList} aria-label="Agents, their updates and installers">
          {views.map((it) => (
            <Tabs.Tab key={it.view} value={it.view}>
              {it.label}
              {amounts[it.view] !== undefined && (
                <>
                  {' '}
                  <span className={classes.amount}>{formatNumber(amounts[it.view])}</span>
                </>
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={view} className={tabs.view}>
          {view === 'agents' && agents && (agents.length === 0 ? <NoAgents /> : <AgentsList agents={agents} />)}
          {view === 'updates' && <UpdatesView />}
          {view === 'installers' && <InstallersView />}
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

const NoAgents = () => (
  <EmptyState
    title="No agents yet"
    order={2}
    actions={
      <>
        <Button onClick={addAgent}>Add agent…</Button>
        <Button variant="default" onClick={openAdvancedSettings}>
          Advanced settings
        </Button>
      </>
    }
  >
    <p>
      An agent is a small service on a workstation or licence server. It tells this console which programs run there and
      who uses them, follows licence logs, asks licence servers, and takes back licences that nobody uses where you
      allow it.
    </p>
    <p>
      Add the first one: you get a join token and the command to run on the machine. The packages to install are under{' '}
      <Anchor underline="always" href={link('/agents/installers')}>
        Installers
      </Anchor>
      .
    </p>
  </EmptyState>
)

import { Button, Tabs } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { formatNumber } from '../formats.ts'
import { navigate, usePlace } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { agentsStore, groupsStore, mapGroupsStore } from '../stores.ts'
import { AgentGroups } from './agent-groups.tsx'
import { editGroup } from './group-form.tsx'
import classes from './groups.module.css'
import { MappedGroups } from './mapped-groups.tsx'
import { ServerGroups } from './server-groups-list.tsx'

const views = [
  { view: 'agents', label: 'Agent groups' },
  { view: 'users', label: 'User groups' },
  { view: 'hosts', label: 'Host groups' },
  { view: 'servers', label: 'Licence server groups' },
] as const
type View = (typeof views)[number]['view']

const pathOf = (view: View): string => (view === 'agents' ? '/groups' : `/groups/${view}`)

/** `/groups` with `?group=3` for the agents' groups; `/groups/users`, `/groups/hosts`, `/groups/servers` for those that come from elsewhere. */
export const GroupsPage = () => {
  const { segments } = usePlace()
  const { view, label } = views.find((it) => it.view === segments[1]) ?? views[0]
  useEffect(() => groupsStore.getState().watch(), [])
  useEffect(() => agentsStore.getState().watch(), [])
  useEffect(() => mapGroupsStore.getState().watch(), [])
  const { groups, error, reload } = useStore(groupsStore)
  const mapped = useStore(mapGroupsStore)
  useCurrentView({ crumbs: [{ label: 'Groups', path: '/groups' }, { label }] })
  const amounts: { readonly [Key in View]: number | undefined } = {
    agents: groups?.length,
    users: mapped.users?.length,
    hosts: mapped.hosts?.length,
    servers: mapped.servers?.length,
  }
  const problem = view === 'agents' ? error : mapped.error
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>Groups</h1>
        {view === 'agents' && groups && groups.length > 0 && (
          <Button onClick={() => editGroup()}>New agent group…</Button>
        )}
      </div>
      {problem !== undefined && !(amounts[view] !== undefined && isLineLost(problem)) && (
        <div className={classes.problem}>
          <ErrorMessage
            what="The groups could not be listed"
            error={problem}
            onRetry={view === 'agents' ? reload : mapped.reload}
          />
        </div>
      )}
      <Tabs
        value={view}
        onChange={(to) => to && navigate(pathOf(to as View))}
        className={classes.tabs}
        keepMounted={false}
      >
        <Tabs.List className={classes.tabList} aria-label="Kinds of groups">
          {views.map((it) => (
            <Tabs.Tab key={it.view} value={it.view}>
              {it.label} <span className={classes.amount}>{formatNumber(amounts[it.view])}</span>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={view} className={classes.panel}>
          {view === 'agents' && groups && <AgentGroups groups={groups} />}
          {view === 'users' && mapped.users && <MappedGroups names="users" groups={mapped.users} />}
          {view === 'hosts' && mapped.hosts && <MappedGroups names="hosts" groups={mapped.hosts} />}
          {view === 'servers' && mapped.servers && <ServerGroups groups={mapped.servers} />}
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

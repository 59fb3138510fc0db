import { Button, SegmentedControl, Text } from '@mantine/core'
import { Fragment, useCallback, useMemo, useState } from 'react'
import type { AgentGroup } from '../../core/contract/agent-groups.ts'
import type { AgentRow } from '../../core/contract/agents.ts'
import { notifyFailed } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { count, formatNumber } from '../formats.ts'
import { DataGrid } from '../grid/data-grid.tsx'
import { link, navigate } from '../navigation.ts'
import { groupsStore } from '../stores.ts'
import { editGroup, removeGroup } from './group-form.tsx'
import { GroupSettings } from './group-settings.tsx'
import classes from './groups.module.css'
import { memberColumns } from './member-columns.ts'

const rowId = ({ id }: AgentRow) => id

interface GroupPanelProps {
  readonly group: AgentGroup
  readonly agents: ReadonlyMap<string, AgentRow> | undefined
}

const namesOf = (agents: readonly AgentRow[]): string =>
  agents.length === 1 ? agents[0]!.name : count(agents.length, 'agent')

const add = async (group: AgentGroup, agents: readonly AgentRow[]) => {
  const { addAgents, takeOut } = groupsStore.getState()
  const ids = agents.map(rowId)
  try {
    await addAgents(group.id, ids)
    notifyUndo(
      `${namesOf(agents)} added to ${group.name}.`,
      () => takeOut(group.id, ids),
      'The agents were not taken out',
    )
  } catch (error) {
    notifyFailed('The agents were not added', error)
  }
}

const takeOut = async (group: AgentGroup, agents: readonly AgentRow[]) => {
  const { addAgents, takeOut: take } = groupsStore.getState()
  const ids = agents.map(rowId)
  try {
    await take(group.id, ids)
    notifyUndo(
      `${namesOf(agents)} taken out of ${group.name}.`,
      () => addAgents(group.id, ids),
      'The agents were not put back',
    )
  } catch (error) {
    notifyFailed('The agents were not taken out', error)
  }
}

const remove = (group: AgentGroup) =>
  removeGroup(group.id).catch((error: unknown) => notifyFailed(`${group.name} was not removed`, error))

/** One group: what it is for, and who is in it and who is not. */
export const GroupPanel = ({ group, agents }: GroupPanelProps) => {
  const [view, setView] = useState<'in' | 'others'>('in')
  const [selected, setSelected] = useState<readonly AgentRow[]>([])
  const columns = useMemo(() => memberColumns(), [])
  const [members, others] = useMemo(() => {
    const inside = new Set(group.agents)
    const all = [...(agents?.values() ?? [])]
    return [all.filter(({ id }) => inside.has(id)), all.filter(({ id }) => !inside.has(id))]
  }, [group.agents, agents])
  const rows = view === 'in' ? members : others
  // Selected rows that meanwhile went to the other side are not meant any more.
  const meant = useMemo(() => {
    const listed = new Set(rows.map(rowId))
    return selected.filter(({ id }) => listed.has(id))
  }, [selected, rows])
  const perform = useCallback(
    (chosen: readonly AgentRow[]) => void (view === 'in' ? takeOut(group, chosen) : add(group, chosen)),
    [group, view],
  )
  return (
    <section className={classes.groupPanel} aria-label={group.name}>
      <div className={classes.groupHead}>
        <h2 className={classes.groupName} title={group.name}>
          {group.name}
        </h2>
        <Button variant="default" size="xs" onClick={() => editGroup({ group })}>
          Change…
        </Button>
        <Button variant="default" size="xs" onClick={() => void remove(group)}>
          Remove group
        </Button>
      </div>
      {group.description !== '' && <p className={classes.description}>{group.description}</p>}
      <p className={classes.watched}>
        {group.applications.length === 0 ? (
          <>
            Its agents watch no custom application. <a href={link('/applications')}>Assign some</a>
          </>
        ) : (
          <>
            Its agents watch{' '}
            {group.applications.map((name, at) => (
              <Fragment key={name}>
                {at > 0 && ', '}
                <a href={link(`/applications?find=${encodeURIComponent(name)}`)}>{name}</a>
              </Fragment>
            ))}
          </>
        )}
      </p>
      <GroupSettings group={group} />
      <div className={classes.memberTools}>
        <SegmentedControl
          size="xs"
          aria-label="Which agents are listed"
          data={[
            { value: 'in', label: `In the group ${formatNumber(group.agents.length)}` },
            { value: 'others', label: `Others ${formatNumber(agents && others.length)}` },
          ]}
          value={view}
          onChange={(to) => {
            setView(to)
            setSelected([])
          }}
        />
        <Button
          size="xs"
          variant={view === 'in' ? 'default' : 'filled'}
          disabled={meant.length === 0}
          onClick={() => perform(meant)}
        >
          {view === 'in' ? `Take ${agentsWords(meant)} out` : `Add ${agentsWords(meant)}`}
        </Button>
      </div>
      <div className={classes.members}>
        {agents && rows.length > 0 && (
          <DataGrid
            key={view}
            label={view === 'in' ? `Agents of ${group.name}` : `Agents that are not in ${group.name}`}
            columns={columns}
            rows={rows}
            rowId={rowId}
            layoutName="group-members"
            hasBoxes
            onSelect={setSelected}
            onOpen={({ id }) => navigate(`/agents?agent=${id}`)}
            actionsOf={(row) => [
              {
                label: view === 'in' ? 'Take out of the group' : 'Add to the group',
                onClick: () => perform([row]),
              },
              { label: 'Show the agent', keys: 'Enter', onClick: () => navigate(`/agents?agent=${row.id}`) },
            ]}
          />
        )}
        {agents && rows.length === 0 && (
          <NoMembers view={view} hasAgents={agents.size > 0} onChoose={() => setView('others')} />
        )}
      </div>
    </section>
  )
}

const agentsWords = (agents: readonly AgentRow[]): string =>
  agents.length === 0 ? 'agents' : count(agents.length, 'agent')

interface NoMembersProps {
  readonly view: 'in' | 'others'
  readonly hasAgents: boolean
  readonly onChoose: () => void
}

const NoMembers = ({ view, hasAgents, onChoose }: NoMembersProps) => (
  <div className={classes.nobody}>
    {!hasAgents ? (
      <Text c="dimmed">
        No agent reports to this console yet. <a href={link('/agents')}>Add one</a>
      </Text>
    ) : view === 'in' ? (
      <>
        <Text c="dimmed">No agent is in this group yet.</Text>
        <Button mt={8} onClick={onChoose}>
          Choose agents
        </Button>
      </>
    ) : (
      <Text c="dimmed">Every agent is in this group.</Text>
    )}
  </div>
)

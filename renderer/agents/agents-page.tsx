import { Button, SegmentedControl, Text } from '@mantine/core'
import { IconAdjustments, IconHourglass, IconX } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { AgentRow } from '../../core/contract/agents.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { count, formatNumber } from '../formats.ts'
import { DataGrid, type GridHandle } from '../grid/data-grid.tsx'
import { emptyLayout } from '../grid/grid-layout.ts'
import { navigate, usePlace } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { agentsStore, applicationStore } from '../stores.ts'
import { addAgent } from './add-agent.tsx'
import { openAdvancedSettings } from './advanced-settings.tsx'
import { approveAgents, rejectAgents, removeAgents, revokeAgents } from './agent-actions.tsx'
import { agentColumns, hiddenAtFirst } from './agent-columns.tsx'
import {
  type AgentPlace,
  agentAddress,
  agentFilters,
  countByFilter,
  filterWords,
  ofGroup,
  readAgentPlace,
  shownAgents,
} from './agent-filter.ts'
import { AgentPanel } from './agent-panel.tsx'
import { isRemovable } from './agent-words.ts'
import classes from './agents.module.css'
import { type CellPlace, placeOf } from './cell-place.ts'
import { ChosenActions } from './chosen-actions.tsx'
import { GroupsEditor } from './groups-editor.tsx'
import { NameEditor } from './name-editor.tsx'

const rowId = ({ id }: AgentRow) => id
const layoutBase = { ...emptyLayout, hidden: hiddenAtFirst, sort: [{ id: 'name', direction: 'asc' as const }] }

type Editing =
  | { readonly what: 'name'; readonly agent: AgentRow; readonly place: CellPlace }
  | { readonly what: 'groups'; readonly agents: readonly AgentRow[]; readonly place: CellPlace }

const go = (place: AgentPlace) => navigate(agentAddress(place), { replace: true })

/** The fleet: every agent with what is wrong with it, and what can be done with one or many of them. */
export const AgentsPage = () => {
  const { query } = usePlace()
  const place = readAgentPlace(query)
  const latest = useRef(place)
  latest.current = place
  const { agents, error, reload } = useStore(agentsStore)
  const version = useStore(applicationStore, (state) => state.info?.version ?? '')
  useEffect(() => agentsStore.getState().watch(), [])
  useCurrentView({ crumbs: [{ label: 'Agents' }] })
  const grid = useRef<GridHandle<AgentRow>>(null)
  const [chosen, setChosen] = useState<readonly AgentRow[]>([])
  const [editing, setEditing] = useState<Editing>()

  const open = useCallback((agent: AgentRow) => go({ ...latest.current, agent: agent.id }), [])
  const columns = useMemo(
    () =>
      agentColumns(version, {
        open,
        rename: (agent, cell) => setEditing({ what: 'name', agent: current(agent), place: placeOf(cell) }),
        editGroups: (agent, cell) => setEditing({ what: 'groups', agents: [agent], place: placeOf(cell) }),
        remove: (agent) => removeAgents([agent]),
      }),
    [version, open],
  )
  const { show, group } = place
  const rows = useMemo(() => shownAgents(agents ?? [], { show, group }), [agents, show, group])
  const counts = useMemo(() => countByFilter(ofGroup(agents ?? [], group)), [agents, group])
  const waiting = useMemo(() => (agents ?? []).filter(({ standing }) => standing !== 'approved'), [agents])

  if (agents?.length === 0) return <NoAgents />
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>Agents</h1>
        <p className={classes.standing} role="status">
          {agents && `${count(counts.online, 'agent')} online, ${formatNumber(counts.offline)} offline`}
        </p>
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
      </div>
      {error !== undefined && !(agents && isLineLost(error)) && (
        <div className={classes.problem}>
          <ErrorMessage what="The agents could not be listed" error={error} onRetry={reload} />
        </div>
      )}
      {waiting.length > 0 && show !== 'waiting' && (
        <section className={classes.waiting} aria-label="Agents to approve">
          <IconHourglass size={16} aria-hidden />
          <Text>
            {count(waiting.length, 'agent')} {waiting.length === 1 ? 'waits' : 'wait'} to be let in. What they collect
            stays on their machines until then.
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => go({ show: 'waiting' })}>
            Look at {waiting.length === 1 ? 'it' : 'them'}
          </Button>
          <Button size="compact-sm" onClick={() => void approveAgents(waiting)}>
            Approve {waiting.length === 1 ? waiting[0]?.name : 'all'}
          </Button>
        </section>
      )}
      <div className={classes.tools}>
        <SegmentedControl
          aria-label="Which agents are listed"
          size="xs"
          data={agentFilters.map((filter) => ({
            value: filter,
            label: (
              <>
                {filterWords[filter]} <span className={classes.amount}>{formatNumber(counts[filter])}</span>
              </>
            ),
          }))}
          value={show}
          onChange={(value) => go({ ...place, show: agentFilters.find((filter) => filter === value) ?? 'all' })}
        />
        {group !== undefined && (
          <Button
            size="compact-xs"
            variant="light"
            rightSection={<IconX size={14} aria-hidden />}
            title="Show agents of all groups"
            onClick={() => go({ ...place, group: undefined })}
          >
            Group {group}
          </Button>
        )}
        <span className={classes.gap} />
        {chosen.length > 0 && (
          <ChosenActions
            agents={chosen}
            onGroups={(element) => setEditing({ what: 'groups', agents: chosen, place: placeOf(element) })}
            onClear={() => grid.current?.deselect()}
          />
        )}
      </div>
      <div className={classes.body}>
        <div className={classes.grid}>
          {agents && (
            <DataGrid
              handle={grid}
              label="Agents"
              columns={columns}
              rows={rows}
              rowId={rowId}
              layoutName="agents"
              layoutBase={layoutBase}
              hasBoxes
              onOpen={open}
              onSelect={setChosen}
              actionsOf={(agent) => actionsOf(agent, open)}
            />
          )}
        </div>
        {place.agent !== undefined && (
          <AgentPanel key={place.agent} id={place.agent} onClose={() => go({ ...place, agent: undefined })} />
        )}
      </div>
      {editing?.what === 'name' && (
        <NameEditor agent={editing.agent} place={editing.place} onClose={() => setEditing(undefined)} />
      )}
      {editing?.what === 'groups' && (
        <GroupsEditor agents={editing.agents} place={editing.place} onClose={() => setEditing(undefined)} />
      )}
    </div>
  )
}

/** As it is now: a cell may have been drawn for what it was. */
const current = (agent: AgentRow): AgentRow => agentsStore.getState().agents?.find(({ id }) => id === agent.id) ?? agent

const actionsOf = (agent: AgentRow, open: (agent: AgentRow) => void) => [
  { label: 'Show details', keys: 'Enter', onClick: () => open(agent) },
  ...(agent.standing === 'approved'
    ? []
    : [
        { label: 'Approve', onClick: () => void approveAgents([agent]) },
        { label: 'Reject…', onClick: () => rejectAgents([agent]) },
      ]),
  { label: 'Show its events', onClick: () => navigate(`/events?agent=${agent.id}`) },
  { label: 'Revoke its credentials…', onClick: () => revokeAgents([agent]) },
  { label: 'Remove…', disabled: !isRemovable(agent), onClick: () => removeAgents([agent]) },
]

const NoAgents = () => (
  <EmptyState
    title="No agents yet"
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
    <p>Add the first one: you get a join token and the command to run on the machine.</p>
  </EmptyState>
)

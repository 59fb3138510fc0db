import { Button, SegmentedControl, Text } from '@mantine/core'
import { IconHourglass, IconX } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { AgentRow } from '../../core/contract/agents.ts'
import { count, formatNumber } from '../formats.ts'
import { DataGrid, type GridHandle } from '../grid/data-grid.tsx'
import { emptyLayout } from '../grid/grid-layout.ts'
import { navigate, usePlace } from '../navigation.ts'
import { agentsStore, applicationStore, updatesStore } from '../stores.ts'
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
import { createListing, type ListedAgent } from './updates/listed-agent.ts'
import { holdAgents, startUpdate } from './updates/update-actions.tsx'
import { reasonAgainst } from './updates/update-words.ts'

const rowId = ({ id }: AgentRow) => id
const layoutBase = {
  ...emptyLayout,
  hidden: hiddenAtFirst,
  // At the right end of the row, and in sight however wide the window is.
  right: ['update', 'remove'],
  sort: [{ id: 'name', direction: 'asc' as const }],
}

type Editing =
  | { readonly what: 'name'; readonly agent: AgentRow; readonly place: CellPlace }
  | { readonly what: 'groups'; readonly agents: readonly AgentRow[]; readonly place: CellPlace }

const go = (place: AgentPlace) => navigate(agentAddress(place), { replace: true })

/** The fleet: every agent with what is wrong with it, and what can be done with one or many of them. */
export const AgentsList = ({ agents }: { readonly agents: readonly AgentRow[] }) => {
  const { query } = usePlace()
  const place = readAgentPlace(query)
  const latest = useRef(place)
  latest.current = place
  const updates = useStore(updatesStore, (state) => state.updates)
  const bundled = useStore(updatesStore, (state) => state.installers?.version ?? '')
  const version = useStore(applicationStore, (state) => state.info?.version ?? '')
  const grid = useRef<GridHandle<ListedAgent>>(null)
  const [chosen, setChosen] = useState<readonly ListedAgent[]>([])
  const [editing, setEditing] = useState<Editing>()

  const open = useCallback((agent: AgentRow) => go({ ...latest.current, agent: agent.id }), [])
  const columns = useMemo(
    () =>
      agentColumns(
        { console: version, bundled },
        {
          open,
          rename: (agent, cell) => setEditing({ what: 'name', agent: current(agent), place: placeOf(cell) }),
          editGroups: (agent, cell) => setEditing({ what: 'groups', agents: [agent], place: placeOf(cell) }),
          remove: (agent) => removeAgents([agent]),
          update: (agent) => void startUpdate([agent]),
        },
      ),
    [version, bundled, open],
  )
  const { show, group } = place
  const [listed] = useState(createListing)
  const rows = useMemo(
    () => listed(shownAgents(agents, { show, group }), updates),
    [listed, agents, updates, show, group],
  )
  const counts = useMemo(() => countByFilter(ofGroup(agents, group)), [agents, group])
  const chosenNow = useMemo(() => {
    const ids = new Set(chosen.map(({ id }) => id))
    return ids.size === 0 ? [] : rows.filter(({ id }) => ids.has(id))
  }, [chosen, rows])
  // Again after the rows have changed: it marks what is drawn.
  useEffect(() => grid.current?.light(rows.length > 0 ? place.agent : undefined), [place.agent, rows])
  const waiting = useMemo(() => agents.filter(({ standing }) => standing !== 'approved'), [agents])

  return (
    <>
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
        {chosenNow.length > 0 && (
          <ChosenActions
            agents={chosenNow}
            onGroups={(element) => setEditing({ what: 'groups', agents: chosenNow, place: placeOf(element) })}
            onClear={() => grid.current?.deselect()}
          />
        )}
      </div>
      <div className={classes.body}>
        <div className={classes.grid}>
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
    </>
  )
}

/** As it is now: a cell may have been drawn for what it was. */
const current = (agent: AgentRow): AgentRow => agentsStore.getState().agents?.find(({ id }) => id === agent.id) ?? agent

const actionsOf = (agent: ListedAgent, open: (agent: AgentRow) => void) => [
  { label: 'Show details', keys: 'Enter', onClick: () => open(agent) },
  ...(agent.standing === 'approved'
    ? []
    : [
        { label: 'Approve', onClick: () => void approveAgents([agent]) },
        { label: 'Reject…', onClick: () => rejectAgents([agent]) },
      ]),
  ...(agent.newerVersion === ''
    ? []
    : [
        {
          label: `Update to ${agent.newerVersion}`,
          disabled: reasonAgainst(agent) !== '',
          onClick: () => void startUpdate([agent]),
        },
      ]),
  {
    label: agent.isHeld ? 'Allow updates again' : 'Hold updates',
    onClick: () => void holdAgents([agent], !agent.isHeld),
  },
  { label: 'Show its events', onClick: () => navigate(`/events?agent=${agent.id}`) },
  { label: 'Revoke its credentials…', onClick: () => revokeAgents([agent]) },
  { label: 'Remove…', disabled: !isRemovable(agent), onClick: () => removeAgents([agent]) },
]

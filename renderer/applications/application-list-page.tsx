import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { CustomApplication } from '../../core/contract/custom-applications.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { count } from '../formats.ts'
import { DataGrid } from '../grid/data-grid.tsx'
import { emptyLayout } from '../grid/grid-layout.ts'
import { link, navigate } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { applicationsStore } from '../stores.ts'
import { pathOf, pathOfTroubled, pathOfUse, removeApplication, setWatched } from './application-actions.ts'
import { applicationColumns, hiddenAtFirst } from './application-columns.ts'
import classes from './applications.module.css'

const rowId = ({ id }: CustomApplication) => String(id)
const layoutBase = { ...emptyLayout, hidden: hiddenAtFirst }

interface ApplicationListPageProps {
  readonly applications: readonly CustomApplication[]
  readonly problem: ReactNode
}

/** What is watched for, how much of it runs right now, and whether the agents that watch are well. */
export const ApplicationListPage = ({ applications, problem }: ApplicationListPageProps) => {
  useCurrentView({ crumbs: [{ label: 'Custom applications' }] })
  const hasDraft = useStore(applicationsStore, ({ drafts }) => drafts.new !== undefined)
  if (applications.length === 0) return <NoApplications />
  const troubled = applications.filter((it) => it.agentsWithErrors + it.agentsWithWarnings > 0).length
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>Custom applications</h1>
        <p className={classes.standing} role="status">
          {troubled > 0 && (
            <a className={classes.trouble} href={link('/agents?issues=1')}>
              <IconAlertTriangle size={14} aria-hidden /> Agents of {count(troubled, 'application')} have errors or
              warnings
            </a>
          )}
        </p>
        <Button component="a" href={link('/applications/new')}>
          {hasDraft ? 'Go on with the draft…' : 'New application…'}
        </Button>
      </div>
      {problem && <div className={classes.problem}>{problem}</div>}
      <div className={classes.grid}>
        <DataGrid
          label="Custom applications"
          columns={applicationColumns}
          rows={applications}
          rowId={rowId}
          layoutName="applications"
          layoutBase={layoutBase}
          onOpen={(row) => navigate(pathOf(row))}
          actionsOf={(row) => [
            { label: 'Show its sessions', keys: 'Enter', onClick: () => navigate(pathOf(row)) },
            { label: 'Change…', onClick: () => navigate(`${pathOf(row)}/change`) },
            {
              label: row.enabled ? 'Stop watching' : 'Watch',
              onClick: () => void setWatched(row, !row.enabled),
            },
            { label: 'Show its use in report 130', onClick: () => navigate(pathOfUse(row)) },
            {
              label: 'Show its agents with issues',
              disabled: row.agentsWithErrors + row.agentsWithWarnings === 0,
              onClick: () => navigate(pathOfTroubled(row)),
            },
            { label: 'Remove', onClick: () => void removeApplication(row) },
          ]}
        />
      </div>
    </div>
  )
}

const NoApplications = () => (
  <EmptyState
    title="No custom applications yet"
    actions={
      <Button component="a" href={link('/applications/new')}>
        New application…
      </Button>
    }
  >
    <p>
      Programs whose use no licence server tells: name the executable, and the agents of the groups you choose watch for
      it. Each running process counts as one session, of its user on its host, and reports show it by the application’s
      name.
    </p>
    <p>Licences that nobody uses can be taken back, by rules of yours. Nothing is, unless you turn it on.</p>
  </EmptyState>
)

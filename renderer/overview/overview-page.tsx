import { Anchor, Button } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { LoadingShade } from '../feedback/loading-shade.tsx'
import { chooseFiles } from '../import/choose-files.ts'
import { importSample } from '../import/import-sample.ts'
import { link, navigate } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody } from '../shell/page-body.tsx'
import { applicationStore, overviewStore } from '../stores.ts'
import { BusiestFeatures, RefusedFeatures } from './feature-lists.tsx'
import classes from './overview.module.css'
import { OverviewFigures } from './overview-figures.tsx'
import { TypesWithData } from './types-with-data.tsx'

const FirstStart = () => (
  <EmptyState
    title="See who used which licence, and who was refused"
    actions={
      <>
        <Button
          onClick={() => {
            navigate('/import')
            chooseFiles()
          }}
        >
          Import files
        </Button>
        <Button variant="default" onClick={importSample}>
          Try with the sample log
        </Button>
      </>
    }
  >
    Lictor reads the debug logs of FlexNet licence servers (often called <span className="mono">lmgrd.log</span> or{' '}
    <span className="mono">debug.log</span>), rotated and compressed ones too, and what{' '}
    <Anchor inherit underline="always" href={link('/reports')}>
      70 kinds of reports
    </Anchor>{' '}
    need besides: status and logs of other licence servers, process records, proxy logs. Drop them anywhere on this
    window. Nothing leaves this machine.
  </EmptyState>
)

const NothingCounted = () => (
  <EmptyState
    title="No usage yet"
    actions={
      <Button component="a" href={link('/import')}>
        Show imports
      </Button>
    }
  >
    Files were imported, but nothing in them could be counted so far. The report of each import says what was read and
    what was not.
  </EmptyState>
)

export const OverviewPage = () => {
  const isEmpty = useStore(applicationStore, ({ info }) => info?.isEmpty)
  const state = useStore(overviewStore)
  useEffect(() => overviewStore.getState().watch(), [])
  useCurrentView({
    crumbs: [{ label: 'Overview' }],
    coverage: state.extent ? state.coverage : undefined,
    zone: state.extent ? state.zone : undefined,
  })

  if (state.error !== undefined && state.busiest === undefined)
    return (
      <PageBody title="Overview">
        <ErrorMessage what="The overview could not be put together" error={state.error} onRetry={state.reload} />
      </PageBody>
    )
  if (isEmpty && !state.extent) return <FirstStart />
  if (state.extent === undefined) return null
  if (state.extent === null) return state.loading ? null : <NothingCounted />
  // Everything appears at once: figures first and tables later would push each other about.
  if (state.busiest === undefined) return <PageBody title="Overview">{null}</PageBody>
  const hasLogs = state.busiest.length > 0 || (state.refused?.length ?? 0) > 0
  return (
    <PageBody title="Overview">
      <LoadingShade loading={state.loading}>
        <div>
          <OverviewFigures state={state} />
          {hasLogs ? (
            <div className={classes.lists}>
              <BusiestFeatures features={state.busiest} total={state.features} />
              <RefusedFeatures refused={state.refused} total={state.refusals} />
            </div>
          ) : (
            <TypesWithData types={state.withData ?? []} />
          )}
        </div>
      </LoadingShade>
    </PageBody>
  )
}

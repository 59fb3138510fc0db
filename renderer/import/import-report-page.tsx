import { Button, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { ImportReport } from '../../core/contract/imports.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { TaskProgress } from '../feedback/task-progress.tsx'
import { link } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody, PageSection } from '../shell/page-body.tsx'
import { columnMappingStore, importReportStore } from '../stores.ts'
import { askHowToCancel } from './ask-how-to-cancel.tsx'
import classes from './import.module.css'
import { ImportFacts } from './import-facts.tsx'
import { isUnfinished, stateLook } from './import-look.ts'
import { InterruptedActions } from './interrupted-actions.tsx'
import { LineKinds } from './line-kinds.tsx'
import { Rejections } from './rejections.tsx'
import { removeImport } from './remove-import.tsx'
import { ServerQuestion, whyServerIsAsked } from './server-question.tsx'
import { StateSign } from './state-sign.tsx'

const Actions = ({ report: { record } }: { readonly report: ImportReport }) => {
  const { id, fileName, state, server } = record
  if (state === 'interrupted') return <InterruptedActions record={record} />
  if (state === 'running' || state === 'waiting' || state === 'deriving')
    return (
      <Button variant="default" onClick={() => askHowToCancel(id, fileName)}>
        Cancel
      </Button>
    )
  return (
    <>
      {server !== undefined && record.facts > 0 && (
        <Button
          variant="default"
          component="a"
          href={link(`/reports/51?${new URLSearchParams({ 'where.Vendor License': `${server};*` })}`)}
        >
          Show use
        </Button>
      )}
      {record.hasColumns && (
        <Button
          variant={state === 'refused' ? 'filled' : 'default'}
          onClick={() => columnMappingStore.getState().open(record)}
        >
          Map columns…
        </Button>
      )}
      <Button variant="default" onClick={() => removeImport(record)}>
        Remove import…
      </Button>
    </>
  )
}

const Notes = ({ notes }: { readonly notes: readonly string[] }) => (
  <PageSection title="Notes">
    <ul className={classes.notes}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  </PageSection>
)

/** All that is known of one import: how it went, what its lines were, which were rejected and why. */
export const ImportReportPage = ({ id }: { readonly id: number }) => {
  const { report, task, error, reload } = useStore(importReportStore)
  useEffect(() => importReportStore.getState().watch(id), [id])
  const record = report?.record
  useCurrentView({ crumbs: [{ label: 'Import', path: '/import' }, { label: record?.fileName ?? `Import ${id}` }] })
  if (!report || !record)
    return error === undefined ? null : (
      <PageBody title={`Import ${id}`}>
        <ErrorMessage what="This import cannot be shown" error={error} onRetry={reload} />
      </PageBody>
    )
  return (
    <PageBody title={record.fileName} actions={<Actions report={report} />}>
      <div className={classes.result}>
        <StateSign state={record.state} size={18} />
        <Text>
          <b>{stateLook[record.state].word}.</b> {record.outcome}
        </Text>
      </div>
      {task && isUnfinished(record) && <TaskProgress task={task} />}
      {record.needsServer && (
        <PageSection title="Which server wrote this log?">
          <Text c="dimmed" mb={8}>
            {whyServerIsAsked}
          </Text>
          <div className={classes.reportQuestion}>
            <ServerQuestion record={record} />
          </div>
        </PageSection>
      )}
      <ImportFacts record={record} />
      {report.notes.length > 0 && <Notes notes={report.notes} />}
      <Rejections rejections={report.rejections} record={record} />
      {report.lineKinds.length > 0 && <LineKinds kinds={report.lineKinds} />}
    </PageBody>
  )
}

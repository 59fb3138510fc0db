import { Button, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { LicenceFileDetail, LicenceFileProblem, LicenceRecordInfo } from '../../core/contract/capacity.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { count, formatNumber } from '../formats.ts'
import { DataGrid } from '../grid/data-grid.tsx'
import type { GridColumn } from '../grid/grid-column.ts'
import { link, navigate } from '../navigation.ts'
import { localDate } from '../reports/report-period.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { PageBody, PageSection } from '../shell/page-body.tsx'
import { importStore, licencesStore } from '../stores.ts'
import { expiryState, expiryText } from './expiry.ts'
import classes from './licences.module.css'
import { ServerAnswer } from './server-answer.tsx'

const lines = (line: number, lastLine: number): string =>
  line === lastLine ? `Line ${formatNumber(line)}` : `Lines ${formatNumber(line)}–${formatNumber(lastLine)}`

const removeFile = ({ file }: LicenceFileDetail) => {
  const remove = () => {
    navigate('/licences?show=files')
    importStore
      .getState()
      .remove(file.importId)
      .then(() => notifyDone(`Removed ${file.fileName}`))
      .catch((error: unknown) => notifyFailed(`${file.fileName} was not removed`, error))
  }
  modals.openConfirmModal({
    title: `Remove ${file.fileName}?`,
    children: (
      <Text>
        The numbers of its {count(file.records, 'record')} leave the database, and the days they touch are computed
        without them. The file itself stays where it is and can be imported again.
      </Text>
    ),
    labels: { confirm: 'Remove the licence file', cancel: 'Keep it' },
    confirmProps: { color: 'red' },
    cancelProps: { 'data-autofocus': true },
    onConfirm: remove,
  })
}

/** What a licence file says, where it counts, and what in it was not understood, line by line. */
export const LicenceFilePage = ({ importId }: { readonly importId: number }) => {
  const { file: detail, fileError, reload } = useStore(licencesStore)
  useEffect(() => licencesStore.getState().watchFile(importId), [importId])
  const name = detail?.file.fileName ?? `Licence file ${importId}`
  useCurrentView({
    crumbs: [
      { label: 'Licences', path: '/licences' },
      { label: 'Licence files', path: '/licences?show=files' },
      { label: name },
    ],
  })
  if (!detail)
    return fileError === undefined ? null : (
      <PageBody title={name}>
        <ErrorMessage what="This licence file cannot be shown" error={fileError} onRetry={reload} />
      </PageBody>
    )
  const { file, problems, records } = detail
  return (
    <PageBody
      title={file.fileName}
      actions={
        <>
          <Button variant="default" component="a" href={link(`/import/${importId}`)}>
            Show the import report
          </Button>
          <Button variant="default" onClick={() => removeFile(detail)}>
            Remove…
          </Button>
        </>
      }
    >
      <ul className={classes.uses}>
        {file.uses.map((use) => (
          <li key={`${use.daemon} ${use.hosts.join()}`}>
            <b>{use.daemon}</b> <span className="muted">{use.hosts.join(', ')}</span> {use.standing}
          </li>
        ))}
      </ul>
      {file.needsServer && <ServerAnswer importId={importId} fileName={file.fileName} />}
      {problems.length > 0 && (
        <PageSection title="Problems">
          <ul className={classes.problems}>
            {problems.map((problem) => (
              <Problem key={`${problem.line} ${problem.reason}`} problem={problem} />
            ))}
          </ul>
        </PageSection>
      )}
      <PageSection title="Records">
        <div className={classes.records} style={{ '--rows': Math.min(14, records.length) } as React.CSSProperties}>
          <DataGrid
            label="Records of the licence file"
            columns={recordColumns}
            rows={records}
            rowId={recordId}
            layoutName="licence-records"
          />
        </div>
      </PageSection>
    </PageBody>
  )
}

const Problem = ({ problem }: { readonly problem: LicenceFileProblem }) => {
  const isRejected = problem.severity === 'rejected'
  return (
    <li>
      <div className={classes.problemHead}>
        {isRejected ? (
          <IconAlertTriangle size={16} color="var(--lictor-warning)" role="img" aria-label="Left out" />
        ) : (
          <IconInfoCircle size={16} color="var(--lictor-text-muted)" role="img" aria-label="Note" />
        )}
        <span className={classes.problemLine}>{lines(problem.line, problem.lastLine)}</span>
        <span>
          <b>{problem.reason}</b> {problem.explanation}
        </span>
      </div>
      <code className={classes.problemText}>{problem.text}</code>
    </li>
  )
}

const recordId = ({ line, feature }: LicenceRecordInfo) => `${line} ${feature}`

const recordColumns: readonly GridColumn<LicenceRecordInfo>[] = [
  { id: 'line', title: 'Line', kind: 'number', value: (row) => row.line },
  { id: 'kind', title: 'Record', kind: 'text', value: (row) => row.kind },
  { id: 'daemon', title: 'Vendor daemon', kind: 'text', value: (row) => row.daemon },
  { id: 'feature', title: 'Feature', kind: 'text', value: (row) => row.feature },
  {
    id: 'version',
    title: 'Version',
    kind: 'text',
    value: (row) => (row.fromVersion ? `${row.fromVersion} → ${row.version}` : row.version),
  },
  { id: 'licences', title: 'Licences', kind: 'number', value: (row) => row.licences },
  { id: 'from', title: 'From', kind: 'text', value: (row) => row.from ?? null },
  {
    id: 'expires',
    title: 'Expires',
    kind: 'text',
    value: (row) => row.expires ?? null,
    show: (value) => (typeof value === 'string' ? expiryText(value, localDate(Date.now(), '')) : 'permanent'),
    tone: (value) => {
      const state = typeof value === 'string' ? expiryState(value, localDate(Date.now(), '')) : 'far'
      return state === 'far' ? undefined : state === 'near' ? 'warning' : 'danger'
    },
  },
  { id: 'serial', title: 'Serial number', kind: 'text', value: (row) => row.serial ?? null },
  { id: 'components', title: 'Components', kind: 'text', value: (row) => row.components?.join(', ') ?? null },
  { id: 'left-out', title: 'Does not count', kind: 'text', value: (row) => row.leftOut ?? null },
]

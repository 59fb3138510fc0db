import { Button, Group, Modal, Select, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { ColumnMapping } from '../../core/contract/column-mapping.ts'
import type { ColumnsPreview } from '../../core/contract/columns.ts'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { notifyDone } from '../feedback/notify.ts'
import { count } from '../formats.ts'
import { navigate, readPlace } from '../navigation.ts'
import { columnMappingStore, importStore, noticesStore } from '../stores.ts'
import classes from './column-mapping.module.css'
import { ColumnSelects } from './column-selects.tsx'
import { TablePreview } from './table-preview.tsx'

const Rejected = ({ rejections }: Pick<ColumnsPreview, 'rejections'>) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
  <ul className={classes.rejections} tabIndex={0} aria-label="Rows that are left out">
    {rejections.map(({ reason, explanation, count: rows, examples: [first] }) => (
      <li key={reason}>
        <b>{reason}</b>, {count(rows, 'row')}. {explanation}
        {first && (
          <span className={classes.example}>
            Line {first.line}: {first.text}
          </span>
        )}
      </li>
    ))}
  </ul>
)

/** What an import with these columns would make of the rows that were looked at. */
const Outcome = ({ preview }: { readonly preview: ColumnsPreview }) => {
  const { missing, rowsRead, isWhole, kinds, rejections } = preview
  const used = kinds.reduce((sum, kind) => sum + kind.count, 0)
  const words = kinds.map((kind) => `${kind.count} ${kind.kind}`).join(', ')
  const all = isWhole ? `Of ${count(rowsRead, 'row')}` : `Of the first ${count(rowsRead, 'row')}`
  return (
    <section aria-label="What will be read" aria-live="polite">
      <Text fw={500}>
        {missing.length > 0
          ? `Choose a column for ${missing.join(' and for ')} first.`
          : `${all}, ${used === rowsRead ? 'all' : used === 0 ? 'none' : used} can be read${words ? `: ${words}` : ''}.`}
      </Text>
      {missing.length === 0 && rejections.length > 0 && <Rejected rejections={rejections} />}
    </section>
  )
}

const origins: { readonly [O in ColumnsPreview['origin']]: string } = {
  asked: '',
  given: 'These are the columns of the last import.',
  remembered: 'These columns were chosen for a table with the same header.',
  guessed: 'Guessed from the names. Check them against the first rows.',
}

const importIt = async (): Promise<void> => {
  const before = columnMappingStore.getState().of
  const record = await columnMappingStore.getState().importMapped()
  if (!record) return
  importStore.getState().reload()
  notifyDone(`The import of ${record.fileName} has begun`)
  if (readPlace(window.location.hash).path === `/import/${before?.id}`) navigate(`/import/${record.id}`)
}

interface FormProps {
  readonly preview: ColumnsPreview
  readonly columns: ColumnMapping
}

const MappingForm = ({ preview, columns }: FormProps) => {
  const { format, isLooking, isImporting, error, reload } = useStore(columnMappingStore)
  const { setFormat, setColumn, close } = columnMappingStore.getState()
  const isReady = preview.missing.length === 0 && preview.kinds.length > 0
  return (
    <form
      className={classes.form}
      aria-label={`Columns of ${preview.fileName}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) void importIt()
      }}
    >
      <Group gap={16} align="end">
        <Select
          className={classes.wide}
          label="The rows are"
          allowDeselect={false}
          data={preview.formats.map(({ format: value, title }) => ({ value, label: title }))}
          value={format ?? preview.format}
          onChange={(value) => value && setFormat(value)}
          data-autofocus
        />
        <Select
          label="3/4/2024 is"
          allowDeselect={false}
          data={[
            { value: 'month-first', label: 'the fourth of March' },
            { value: 'day-first', label: 'the third of April' },
          ]}
          value={columns.dates ?? 'month-first'}
          onChange={(value) => value && setColumn('dates', value)}
        />
      </Group>
      <TablePreview preview={preview} columns={columns} />
      <Text size="xs" c="dimmed">
        {origins[preview.origin]} The columns are remembered for the next file with the same header.
      </Text>
      <ColumnSelects preview={preview} columns={columns} />
      <div className={classes.end}>
        {error === undefined ? (
          <Outcome preview={preview} />
        ) : (
          <ErrorMessage what="This cannot be read" error={error} onRetry={reload} />
        )}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={!isReady || isLooking || error !== undefined} loading={isImporting}>
            Import with these columns
          </Button>
        </Group>
      </div>
    </form>
  )
}

/** The notice that asks for what the dialog asks for would lie over its buttons. */
const useWithoutItsNotice = (id: number | undefined): void => {
  const popped = useStore(noticesStore, (state) => state.popped)
  useEffect(() => {
    const own = popped.filter(({ link }) => id !== undefined && link === `/import/${id}`)
    if (own.length > 0) noticesStore.getState().dismiss(own.map((notice) => notice.id))
  }, [id, popped])
}

/** Asks which column of a table is which, and shows what would be read while it is chosen. */
export const ColumnMappingDialog = () => {
  const { of, preview, columns, error, close, reload } = useStore(columnMappingStore)
  useWithoutItsNotice(of?.id)
  return (
    <Modal opened={of !== undefined} onClose={close} size={1080} title={`Columns of ${of?.fileName ?? ''}`}>
      {preview ? (
        <MappingForm preview={preview} columns={columns} />
      ) : (
        error !== undefined && <ErrorMessage what="This file cannot be looked at" error={error} onRetry={reload} />
      )}
    </Modal>
  )
}

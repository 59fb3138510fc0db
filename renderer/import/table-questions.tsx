import { Anchor, Button, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { ImportRecord } from '../../core/contract/imports.ts'
import { link } from '../navigation.ts'
import { PageSection } from '../shell/page-body.tsx'
import { columnMappingStore, importStore } from '../stores.ts'
import classes from './import.module.css'

const isAsked = ({ state, hasColumns }: ImportRecord): boolean => state === 'refused' && hasColumns === true

/** Opens the dialog for a table that is refused while the page is looked at: whoever has just dropped it knows its columns. */
const useDialogForNewTables = (records: readonly ImportRecord[] | undefined): void => {
  const seen = useRef<Set<number>>(undefined)
  useEffect(() => {
    if (!records) return
    const known = seen.current
    const asked = records.filter(isAsked)
    seen.current = new Set([...(known ?? []), ...asked.map(({ id }) => id)])
    const fresh = known && asked.find(({ id }) => !known.has(id))
    if (fresh && !columnMappingStore.getState().of) columnMappingStore.getState().open(fresh)
  }, [records])
}

/** Tables that no format knows, each with the way to say which column is which. */
export const TableQuestions = () => {
  const records = useStore(importStore, (state) => state.records)
  useDialogForNewTables(records)
  const asking = records?.filter(isAsked) ?? []
  if (asking.length === 0) return null
  return (
    <PageSection title={asking.length === 1 ? 'Which column is which?' : 'Which columns are which?'}>
      <Text c="dimmed">
        {asking.length === 1 ? 'This table names its columns' : 'These tables name their columns'} in a way that no
        format knows. Nothing of {asking.length === 1 ? 'it' : 'them'} was read yet.
      </Text>
      <ul className={classes.questions}>
        {asking.map((record) => (
          <li key={record.id}>
            <div>
              <Anchor href={link(`/import/${record.id}`)} c="inherit" fw={500}>
                {record.fileName}
              </Anchor>
              <Text size="xs" c="dimmed">
                {record.outcome}
              </Text>
            </div>
            <div>
              <Button
                variant="default"
                onClick={() => columnMappingStore.getState().open(record)}
                aria-label={`Map columns of ${record.fileName}`}
              >
                Map columns…
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </PageSection>
  )
}

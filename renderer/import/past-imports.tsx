import { ActionIcon, Button, Menu, Text, TextInput } from '@mantine/core'
import { IconDots, IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import type { ImportRecord } from '../../core/contract/imports.ts'
import table from '../design/plain-table.module.css'
import { TimeAgo } from '../feedback/time-ago.tsx'
import { count, emDash, formatBytes, formatLocalIso, formatNumber } from '../formats.ts'
import { link, navigate } from '../navigation.ts'
import { PageSection } from '../shell/page-body.tsx'
import { columnMappingStore } from '../stores.ts'
import classes from './import.module.css'
import { isUnfinished } from './import-look.ts'
import { pathWords } from './path-words.ts'
import { removeImport } from './remove-import.tsx'
import { StateSign } from './state-sign.tsx'

/** As many rows at first; a list of thousands is asked for. */
const portion = 100

export const matchesFilter = (record: ImportRecord, filter: string): boolean => {
  const text = `${record.fileName} ${record.server ?? ''} ${record.daemons.join(' ')} ${record.outcome}`.toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

interface ImportRowProps {
  readonly record: ImportRecord
  readonly withPeriod: boolean
}

const ImportRow = ({ record, withPeriod }: ImportRowProps) => {
  const { id, fileName, server, firstAt, lastAt, finishedAt, startedAt, grown = 0, grownAt } = record
  const outcome = grown > 0 ? `${record.outcome} Grown ${count(grown, 'time')} so far.` : record.outcome
  return (
    <tr>
      <th scope="row" className={classes.file}>
        <a
          className={table.link}
          href={link(`/import/${id}`)}
          title={`${pathWords(record)} (${formatBytes(record.size)})`}
        >
          {fileName}
        </a>
      </th>
      <td className={classes.outcome} title={outcome}>
        <StateSign state={record.state} />
        <span>{outcome}</span>
      </td>
      <td className={classes.server} title={server}>
        {server ?? emDash}
      </td>
      {withPeriod && (
        <td className={table.nowrap}>
          {firstAt && lastAt ? `${formatLocalIso(firstAt, 'date')} – ${formatLocalIso(lastAt, 'date')}` : emDash}
        </td>
      )}
      <td className={table.number}>{formatNumber(record.linesRead)}</td>
      <td className={table.number}>{formatNumber(record.facts)}</td>
      <td className={table.number}>{formatNumber(record.rejected)}</td>
      <td className={table.nowrap}>
        <TimeAgo at={grownAt ?? finishedAt ?? startedAt} />
      </td>
      <td>
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <ActionIcon size="sm" aria-label={`Actions for ${fileName}`}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => navigate(`/import/${id}`)}>Show report</Menu.Item>
            {record.hasColumns && (
              <Menu.Item onClick={() => columnMappingStore.getState().open(record)}>Map columns…</Menu.Item>
            )}
            <Menu.Item onClick={() => removeImport(record)}>Remove import…</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  )
}

const headings: readonly { readonly label: string; readonly help?: string; readonly isNumber?: boolean }[] = [
  { label: 'File' },
  { label: 'Result' },
  { label: 'Server' },
  { label: 'Period' },
  { label: 'Lines', help: 'Lines read', isNumber: true },
  { label: 'Facts', help: 'Lines that tell of use, refusals or the server, each counted once', isNumber: true },
  { label: 'Rejected', help: 'Lines that could not be read; the report says why', isNumber: true },
  { label: 'Imported' },
]

/** Every import that ended, latest first, with a filter over name, server and result. */
export const PastImports = ({ records }: { readonly records: readonly ImportRecord[] }) => {
  const [filter, setFilter] = useState('')
  const [shown, setShown] = useState(portion)
  const deferred = useDeferredValue(filter)
  const past = records.filter((record) => !isUnfinished(record))
  const found = past.filter((record) => matchesFilter(record, deferred.trim()))
  if (past.length === 0) return null
  const withPeriod = past.some(({ firstAt }) => firstAt !== undefined)
  return (
    <PageSection
      title="Past imports"
      aside={
        <TextInput
          data-page-filter
          aria-label="Filter past imports"
          placeholder="Filter  /"
          w={220}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
          leftSection={<IconSearch size={14} aria-hidden />}
        />
      }
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <caption className="visually-hidden" aria-live="polite">
            {count(found.length, 'import')}
          </caption>
          <thead>
            <tr>
              {headings
                .filter(({ label }) => withPeriod || label !== 'Period')
                .map(({ label, help, isNumber }) => (
                  <th key={label} scope="col" title={help} className={isNumber ? table.number : undefined}>
                    {label}
                  </th>
                ))}
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shown).map((record) => (
              <ImportRow key={record.id} record={record} withPeriod={withPeriod} />
            ))}
          </tbody>
        </table>
      </div>
      {found.length === 0 && (
        <Text c="dimmed" py={12} px={8}>
          No import matches “{deferred.trim()}”.
        </Text>
      )}
      {found.length > shown && (
        <Button mt={8} variant="default" onClick={() => setShown(shown + 10 * portion)}>
          Show more of {formatNumber(found.length)}
        </Button>
      )}
    </PageSection>
  )
}

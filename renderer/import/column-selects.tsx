import { Select } from '@mantine/core'
import type { ColumnMapping } from '../../core/contract/column-mapping.ts'
import type { ColumnsPreview } from '../../core/contract/columns.ts'
import { columnMappingStore } from '../stores.ts'
import classes from './column-mapping.module.css'

interface ColumnSelectsProps {
  readonly preview: ColumnsPreview
  readonly columns: ColumnMapping
}

/** A choice among the file's columns for each one that the format knows. */
export const ColumnSelects = ({ preview, columns }: ColumnSelectsProps) => {
  const { header, formats, format, missing } = preview
  const known = formats.find((one) => one.format === format)?.columns ?? []
  const choices = [{ value: '', label: 'None' }, ...header.map((value) => ({ value, label: value }))]
  return (
    <fieldset className={classes.selects}>
      <legend className="visually-hidden">Which column is which</legend>
      {known.map(({ name, meaning, isRequired }) => (
        <Select
          key={name}
          label={`${name.charAt(0).toUpperCase()}${name.slice(1)}`}
          description={meaning.replace(/[`*]/g, '')}
          withAsterisk={isRequired || missing.includes(name)}
          error={missing.includes(name) ? 'Needed' : undefined}
          data={choices}
          value={columns[name] ?? ''}
          onChange={(value) => columnMappingStore.getState().setColumn(name, value ?? '')}
          allowDeselect={false}
          // What is typed takes the place of the name that stands there.
          onFocus={(event) => event.currentTarget.select()}
          searchable
          maxDropdownHeight={220}
        />
      ))}
    </fieldset>
  )
}

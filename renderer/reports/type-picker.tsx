import { Select } from '@mantine/core'
import { useMemo } from 'react'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { catalogue } from './report-catalogue.ts'
import classes from './shape-panel.module.css'

interface TypePickerProps {
  readonly types: readonly DataTypeInfo[]
  readonly type: DataTypeInfo
  readonly onPick: (id: number) => void
}

/** All 70 types by family; typing finds by number, name or description. */
export const TypePicker = ({ types, type, onPick }: TypePickerProps) => {
  const data = useMemo(
    () =>
      catalogue(types, '').map((family) => ({
        group: family.title,
        items: family.types.map((it) => ({ value: String(it.id), label: `${it.id} ${it.name}` })),
      })),
    [types],
  )
  return (
    <Select
      label="Data type"
      size="xs"
      searchable
      allowDeselect={false}
      data={data}
      value={String(type.id)}
      onChange={(id) => id !== null && onPick(Number(id))}
      filter={({ search }) => filtered(types, search)}
      withScrollArea={false}
      classNames={{ options: classes.options }}
      comboboxProps={{ width: 360, position: 'bottom-start' }}
      nothingFoundMessage="No type matches"
      renderOption={({ option }) => {
        const found = types.find((it) => String(it.id) === option.value)
        return (
          <span className={classes.typeOption}>
            <span className={classes.typeNumber}>{option.value}</span>
            <span>{found?.name}</span>
            {!found?.hasData && <span className={classes.noData}>no data</span>}
          </span>
        )
      }}
    />
  )
}

const filtered = (types: readonly DataTypeInfo[], search: string) =>
  // The chosen label itself is what the field holds before anything is typed.
  catalogue(types, types.some((it) => `${it.id} ${it.name}` === search) ? '' : search).map((family) => ({
    group: family.title,
    items: family.types.map((it) => ({ value: String(it.id), label: `${it.id} ${it.name}` })),
  }))

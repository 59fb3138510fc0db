import { ActionIcon, Menu, TagsInput, Text } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { api } from '../api.ts'
import { type ReportShape, setFilter } from './report-shape.ts'
import classes from './shape-panel.module.css'

interface FilterFieldProps {
  readonly shape: ReportShape
  readonly type: DataTypeInfo
  readonly onChange: (shape: ReportShape) => void
}

/** Which records count. The same classification: any of the values; different ones: all of them. */
export const FilterField = ({ shape, type, onChange }: FilterFieldProps) => {
  // A filter that was added and has no value yet; it changes nothing until it has one.
  const [draft, setDraft] = useState<string>()
  const names = shape.where.map((it) => it.name)
  const shown = draft !== undefined && !names.includes(draft) ? [...names, draft] : names
  const left = type.classifications.filter((it) => !shown.includes(it.name))
  return (
    <fieldset className={classes.field}>
      <legend className={classes.legend}>
        Filter
        {left.length > 0 && (
          <Menu position="bottom-start" withinPortal returnFocus={false}>
            <Menu.Target>
              <ActionIcon size={24} aria-label="Filter by a classification">
                <IconPlus size={14} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown className={classes.menuScroll}>
              {left.map((it) => (
                <Menu.Item key={it.name} onClick={() => setDraft(it.name)} title={it.help}>
                  {it.name}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </legend>
      {shown.length === 0 && (
        <Text size="xs" c="dimmed">
          None: all records count.
        </Text>
      )}
      {shown.map((name) => (
        <FilterValues
          key={`${type.id} ${name}`}
          type={type}
          name={name}
          values={shape.where.find((it) => it.name === name)?.values ?? []}
          isNew={name === draft}
          onChange={(values) => onChange(setFilter(shape, name, values))}
          onRemove={() => {
            setDraft(undefined)
            onChange(setFilter(shape, name, []))
          }}
        />
      ))}
    </fieldset>
  )
}

interface FilterValuesProps {
  readonly type: DataTypeInfo
  readonly name: string
  readonly values: readonly string[]
  readonly isNew: boolean
  readonly onChange: (values: readonly string[]) => void
  readonly onRemove: () => void
}

const FilterValues = ({ type, name, values, isNew, onChange, onRemove }: FilterValuesProps) => {
  const [text, setText] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const suggestions = useSuggestions(type, name, text, isOpen)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isNew) input.current?.focus()
  }, [isNew])
  return (
    <div className={classes.filter}>
      <TagsInput
        ref={input}
        size="xs"
        label={name}
        placeholder={values.length === 0 ? 'Value, * and ? allowed' : undefined}
        value={[...values]}
        onChange={onChange}
        searchValue={text}
        onSearchChange={setText}
        onDropdownOpen={() => setIsOpen(true)}
        onDropdownClose={() => setIsOpen(false)}
        data={[...suggestions]}
        filter={({ options }) => options}
        limit={50}
        maxTags={500}
        splitChars={[]}
        selectFirstOptionOnChange
        acceptValueOnBlur={false}
        withScrollArea={false}
        classNames={{ options: classes.options }}
        comboboxProps={{ width: 320, position: 'bottom-start' }}
        clearable={false}
      />
      <ActionIcon
        size={24}
        className={classes.filterRemove}
        aria-label={`Remove the filter on ${name}`}
        onClick={onRemove}
      >
        <IconX size={13} />
      </ActionIcon>
    </div>
  )
}

const most = 50

/** Completions from the core, most used first; those of the last text that was typed win. */
const useSuggestions = (type: DataTypeInfo, name: string, text: string, isOpen: boolean): readonly string[] => {
  const fixed = type.classifications.find((it) => it.name === name)?.values
  const [found, setFound] = useState<readonly string[]>([])
  useEffect(() => {
    if (!isOpen || fixed) return
    let current = true
    const ask = () =>
      api
        .call('reports.values', { type: type.id, classification: name, text: text.slice(0, 200), limit: most })
        .then((values) => current && setFound(values))
        .catch(() => current && setFound([]))
    const timer = window.setTimeout(ask, text === '' ? 0 : 120)
    return () => {
      current = false
      window.clearTimeout(timer)
    }
  }, [type.id, name, text, isOpen, fixed])
  return fixed ? fixed.filter((it) => it.toLowerCase().includes(text.toLowerCase())) : found
}

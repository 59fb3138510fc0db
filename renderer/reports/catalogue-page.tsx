import { Button, CloseButton, Kbd, Text, TextInput, Title } from '@mantine/core'
import { IconCaretDownFilled, IconCaretRightFilled, IconPointFilled, IconSearch } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { api } from '../api.ts'
import { EmptyState } from '../feedback/empty-state.tsx'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { count } from '../formats.ts'
import { link, navigate } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import classes from './catalogue-page.module.css'
import { createCatalogueStore } from './catalogue-store.ts'
import { catalogue, type FamilyOfTypes } from './report-catalogue.ts'

const store = createCatalogueStore(api)

/** All 70 data types by family: which question each answers, and what it needs before it can. */
export const CataloguePage = () => {
  const { types, error, search, folded, watch, reload, setSearch, fold } = useStore(store)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => watch(), [watch])
  useCurrentView({ crumbs: [{ label: 'Reports' }] })
  if (error !== undefined && !types)
    return <ErrorMessage what="The data types could not be listed" error={error} onRetry={reload} />
  if (!types) return null
  const families = catalogue(types, search)
  const found = families.flatMap((it) => it.types)
  const withData = found.filter((it) => it.hasData).length
  const isSearching = search.trim() !== ''
  const first = isSearching ? found[0] : undefined
  const nothingAtAll = !types.some((it) => it.hasData)
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Title order={1}>Reports</Title>
        <TextInput
          data-page-filter
          className={classes.search}
          aria-label="Find a data type"
          placeholder="Name, number or question"
          value={search}
          leftSection={<IconSearch size={15} aria-hidden />}
          rightSection={
            isSearching ? (
              <CloseButton size="xs" aria-label="Clear the search" onClick={() => setSearch('')} />
            ) : (
              <Kbd size="xs" aria-hidden>
                /
              </Kbd>
            )
          }
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && first) navigate(`/reports/${first.id}`)
            if (event.key === 'Escape') setSearch('')
            if (event.key === 'ArrowDown') moveFocus(list.current, event, 1)
          }}
        />
        <Text size="xs" c="dimmed" role="status">
          {count(found.length, 'type')}, {withData} with data
        </Text>
        {withData < found.length && (
          <Button
            size="xs"
            variant={nothingAtAll ? 'filled' : 'default'}
            className={classes.import}
            onClick={() => navigate('/import')}
          >
            Import files
          </Button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys are a shortcut between real links */}
      <div
        ref={list}
        className={classes.list}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
          if (step) moveFocus(list.current, event, step)
        }}
      >
        {families.map((family) => (
          <Family
            key={family.id}
            family={family}
            isFolded={!isSearching && folded.has(family.id)}
            onFold={(it) => fold(family.id, it)}
          />
        ))}
        {families.length === 0 && (
          <EmptyState
            title="No data type matches"
            actions={<Button onClick={() => setSearch('')}>Show all data types</Button>}
          >
            Every word must occur in the number, name, family or description.
          </EmptyState>
        )}
      </div>
    </div>
  )
}

const moveFocus = (list: HTMLElement | null, event: React.KeyboardEvent, step: number) => {
  const stops = [...(list?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])]
  const at = stops.indexOf(document.activeElement as HTMLElement)
  event.preventDefault()
  stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus()
}

interface FamilyProps {
  readonly family: FamilyOfTypes
  readonly isFolded: boolean
  readonly onFold: (folded: boolean) => void
}

const Family = ({ family, isFolded, onFold }: FamilyProps) => (
  <section aria-label={family.title}>
    <h2 className={classes.familyTitle}>
      <button
        type="button"
        data-stop
        aria-expanded={!isFolded}
        className={classes.fold}
        onClick={() => onFold(!isFolded)}
      >
        {isFolded ? <IconCaretRightFilled size={12} aria-hidden /> : <IconCaretDownFilled size={12} aria-hidden />}
        {family.title}
        <span className={classes.question}>{family.question}</span>
        <span className={classes.count}>
          {family.withData > 0
            ? `${family.withData} of ${family.types.length} with data`
            : count(family.types.length, 'type')}
        </span>
      </button>
    </h2>
    {!isFolded && (
      <ul className={classes.types}>
        {family.types.map((type) => (
          <li key={type.id}>
            <TypeLink type={type} />
          </li>
        ))}
      </ul>
    )}
  </section>
)

const TypeLink = ({ type }: { readonly type: DataTypeInfo }) => (
  <a data-stop className={classes.type} data-empty={!type.hasData || undefined} href={link(`/reports/${type.id}`)}>
    <span className={classes.mark}>{type.hasData && <IconPointFilled size={14} aria-hidden />}</span>
    <span className={classes.number}>{type.id}</span>
    <span className={classes.name}>
      {type.name}
      {type.hasData && <span className="visually-hidden"> (has data)</span>}
    </span>
    <span className={classes.text}>
      {type.description}
      {type.hasData ? (
        <span className={classes.sources} title={type.inputs.join('\n')}>
          From {shortened(type.inputs)}
        </span>
      ) : (
        <>
          <span className={classes.needs}>{type.needs}</span>
          <Example type={type} />
        </>
      )}
    </span>
  </a>
)

/** More than these would say less. */
const namedInputs = 4

const shortened = (inputs: readonly string[]): string => {
  const rest = inputs.length - namedInputs
  return rest > 1 ? `${inputs.slice(0, namedInputs).join(', ')} and ${rest} others` : inputs.join(', ')
}

/** What feeds it, and the line of such a file that says most: the longest. */
const Example = ({ type }: { readonly type: DataTypeInfo }) => {
  const [first] = type.examples
  const line = first?.lines.reduce((most, one) => (one.trim().length > most.length ? one.trim() : most), '')
  return (
    first && (
      <span className={classes.example} title={`${first.input}: ${first.file}`}>
        {line}
      </span>
    )
  )
}

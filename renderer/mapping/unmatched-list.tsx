import { Autocomplete, Button, Checkbox, Group, Text, TextInput } from '@mantine/core'
import { memo, useMemo, useState } from 'react'
import type { MapCheck, MapGroup, MapUnmatched } from '../../core/contract/mapping.ts'
import { count, formatNumber } from '../formats.ts'
import type { MapKindWords } from './map-kind-words.ts'
import type { GroupName } from './map-text.ts'
import classes from './mapping.module.css'

interface UnmatchedListProps {
  readonly check: MapCheck
  readonly words: MapKindWords
  /** `line` of the group's MAP line, where there is one already. */
  readonly onAdd: (names: readonly string[], group: GroupName, line: number | undefined) => void
}

const bracketOf = (type: string): string => (type === 'undef' ? '' : type)

/** Known names that no line takes, each list with a way into a group. */
export const UnmatchedList = memo(({ check, words, onAdd }: UnmatchedListProps) => {
  const left = check.unmatched.filter(({ count: n }) => n > 0)
  if (check.knownNames === 0)
    return (
      <Text c="dimmed" p={16}>
        No {words.names} are known yet. They come with what is imported.
      </Text>
    )
  if (left.length === 0)
    return (
      <Text c="dimmed" p={16}>
        Every one of the {count(check.knownNames, `known ${words.name}`, `known ${words.names}`)} is taken by a line.
      </Text>
    )
  return (
    <div className={classes.scrolled}>
      {left.map((it) => (
        <Unmatched key={it.type} unmatched={it} {...{ check, words, onAdd }} />
      ))}
    </div>
  )
})

const Unmatched = ({ unmatched, check, words, onAdd }: UnmatchedListProps & { readonly unmatched: MapUnmatched }) => {
  const { type, fallsTo, names } = unmatched
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [filter, setFilter] = useState('')
  const [group, setGroup] = useState('')
  const groups = useMemo(
    () => check.groups.filter((it) => !words.isTyped || it.type === type),
    [check.groups, type, words],
  )
  const labelOf = (it: MapGroup) => (words.isTyped || it.type === 'undef' ? it.name : `${it.name} (${it.type})`)
  const shown = names.filter((name) => name.toLowerCase().includes(filter.trim().toLowerCase()))
  const chosen = names.filter((name) => ticked.has(name))
  const areAllTicked = shown.length > 0 && shown.every((name) => ticked.has(name))
  const target = groups.find((it) => labelOf(it).toLowerCase() === group.trim().toLowerCase())
  const tick = (which: readonly string[], on: boolean) => {
    const next = new Set(ticked)
    for (const name of which) {
      if (on) next.add(name)
      else next.delete(name)
    }
    setTicked(next)
  }
  const add = () => {
    onAdd(
      chosen,
      { group: target?.name ?? group.trim(), type: bracketOf(target && !words.isTyped ? target.type : type) },
      target?.line,
    )
    setTicked(new Set())
  }
  /** Lines of featureset.map have a form of their own. */
  const canAdd = words.kind !== 'featureset.map'
  const title = bracketOf(type) === '' ? `Unmatched ${words.names}` : `Unmatched ${words.names}: ${type}`
  return (
    <section className={classes.unmatched} aria-label={title}>
      <p className={classes.unmatchedTitle}>
        {bracketOf(type) !== '' && <b>{type}: </b>}
        {count(unmatched.count, words.name, words.names)} {unmatched.count === 1 ? 'is' : 'are'} taken by no line and{' '}
        {fallsTo === 'undef' ? (
          words.left[unmatched.count === 1 ? 0 : 1]
        ) : (
          <>
            {unmatched.count === 1 ? 'counts' : 'count'} as <b>{fallsTo}</b>
          </>
        )}
        .
      </p>
      {canAdd && (
        <form
          className={classes.addForm}
          onSubmit={(event) => {
            event.preventDefault()
            if (chosen.length > 0 && group.trim() !== '') add()
          }}
        >
          <Autocomplete
            aria-label={`${words.group} for the ticked ${words.names}`}
            placeholder={`${words.group}, known or new`}
            value={group}
            onChange={setGroup}
            data={[...new Set(groups.map(labelOf))]}
            limit={50}
            comboboxProps={{ withinPortal: true }}
          />
          <Button type="submit" variant="default" disabled={chosen.length === 0 || group.trim() === ''}>
            {chosen.length === 0 ? 'Add to the draft' : `Add ${count(chosen.length, words.name, words.names)}`}
          </Button>
        </form>
      )}
      <Group gap={12} mt={8} wrap="nowrap">
        {canAdd && (
          <Checkbox
            size="xs"
            label={filter.trim() === '' ? 'All of these' : `All ${formatNumber(shown.length)} found`}
            checked={areAllTicked}
            indeterminate={!areAllTicked && chosen.length > 0}
            onChange={(event) => tick(shown, event.currentTarget.checked)}
          />
        )}
        <TextInput
          size="xs"
          aria-label={`Filter unmatched ${words.names}`}
          placeholder={`Filter ${words.names}`}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          data-page-filter
        />
      </Group>
      <ul className={classes.tickList}>
        {shown.map((name) => (
          <li key={name}>
            {canAdd ? (
              <Checkbox
                size="xs"
                label={name}
                checked={ticked.has(name)}
                onChange={(event) => tick([name], event.currentTarget.checked)}
              />
            ) : (
              name
            )}
          </li>
        ))}
      </ul>
      {unmatched.count > names.length && (
        <Text size="xs" c="dimmed">
          The first {formatNumber(names.length)} of {formatNumber(unmatched.count)}; a pattern such as <code>mnl*</code>{' '}
          takes many at once.
        </Text>
      )}
    </section>
  )
}

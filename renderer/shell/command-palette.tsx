import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { sizes } from '../design/tokens.ts'
import { navigate } from '../navigation.ts'
import { paletteStore } from '../stores.ts'
import classes from './command-palette.module.css'
import { actionEntries, pageEntries, performAction } from './palette-actions.ts'
import { byGroup, type PaletteEntry, rankEntries } from './palette-entries.ts'

const mostShown = 30
const fixed = [...pageEntries, ...actionEntries]

const perform = ({ link, action }: PaletteEntry) => {
  if (action !== undefined) performAction(action)
  else if (link !== undefined) navigate(link)
}

/** Everything reachable by Ctrl K: pages, data types, what the data holds, actions. */
export const CommandPalette = () => {
  const query = useStore(paletteStore, (state) => state.query)
  const types = useStore(paletteStore, (state) => state.types)
  const views = useStore(paletteStore, (state) => state.views)
  const found = useStore(paletteStore, (state) => state.found)
  const { open, type } = paletteStore.getState()
  const known = rankEntries(query, query === '' ? [...fixed, ...views] : [...fixed, ...views, ...types], mostShown)
  // What the core found already answers the query and stands in its order, after the few that are known by name.
  const groups = byGroup([...known, ...found])
  /** Spotlight marks the first entry when a key is typed; where entries came only after that, none is marked, and Enter means the first. */
  const openFirst = ({ nativeEvent: { key, isComposing }, currentTarget }: KeyboardEvent) => {
    const isMarked = currentTarget.closest('[role="dialog"]')?.querySelector('[data-selected]') !== null
    const first = groups[0]?.entries[0]
    if (key !== 'Enter' || isComposing || isMarked || first === undefined) return
    spotlight.close()
    perform(first)
  }
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={type}
      onSpotlightOpen={() => void open()}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      scrollable
      maxHeight={440}
      size={600}
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
      lockScroll={false}
      centered={false}
      overlayProps={{ color: 'var(--lictor-veil)', backgroundOpacity: 1, blur: 0 }}
      attributes={{ content: { 'aria-label': 'Search and commands' } }}
      classNames={{ search: classes.search, actionsGroup: classes.group, action: classes.action }}
    >
      <Spotlight.Search
        placeholder="Pages, data types, features, users, hosts, actions"
        aria-label="Search and commands"
        onKeyDown={openFirst}
        leftSection={<IconSearch size={sizes.icon} stroke={sizes.iconStroke} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ group, entries }) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {entries.map((entry) => (
              <Spotlight.Action
                key={entry.id}
                label={entry.label}
                description={entry.detail}
                onClick={() => perform(entry)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && (
          <Spotlight.Empty>Nothing is called that. Try a part of the name, or a data type’s number.</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

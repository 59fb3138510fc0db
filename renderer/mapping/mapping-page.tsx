import { Tabs } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { ErrorMessage } from '../feedback/error-message.tsx'
import { isLineLost } from '../feedback/is-line-lost.ts'
import { navigate, usePlace } from '../navigation.ts'
import { useCurrentView } from '../shell/current-view.ts'
import { mappingStore } from '../stores.ts'
import { EmptyMap } from './empty-map.tsx'
import { MapBar } from './map-bar.tsx'
import { MapEditor } from './map-editor.tsx'
import { mapKindGroups, mapKindWords, pathOfMap } from './map-kinds.ts'
import classes from './mapping.module.css'

/** `/mapping` and `/mapping/user-to-groups.map`: one tab per kind of map, each with its editor and what it says. */
export const MappingPage = () => {
  const { segments } = usePlace()
  const words = mapKindWords.find(({ kind }) => kind === segments[1]) ?? mapKindWords[0]!
  const { kind } = words
  const { summaries, maps, error } = useStore(mappingStore)
  useEffect(() => mappingStore.getState().watch(kind), [kind])
  useCurrentView({ crumbs: [{ label: 'Mapping', path: '/mapping' }, { label: words.title }] })

  const open = maps[kind]
  const summary = summaries?.find((it) => it.kind === kind)
  const problem = open?.error ?? error
  const isEmpty = open?.saved?.revision === 0 && !open.draft
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>Mapping</h1>
        <MapBar words={words} open={open} summary={summary} />
      </div>
      <Tabs
        value={kind}
        onChange={(to) => to && navigate(pathOfMap(to as typeof kind))}
        orientation="vertical"
        className={classes.kinds}
        keepMounted={false}
      >
        <Tabs.List className={classes.kindList} aria-label="Kinds of maps">
          {mapKindWords.map((it) => {
            const has = maps[it.kind]?.draft !== undefined
            const begins = mapKindGroups.some(([first], at) => at > 0 && first === it)
            return (
              <Tabs.Tab
                key={it.kind}
                value={it.kind}
                title={it.title}
                className={begins ? `${classes.kind} ${classes.begins}` : classes.kind}
              >
                {it.label}
                {has && (
                  <span className={classes.draftMark} title="Has an unsaved draft">
                    <span aria-hidden>●</span>
                    <span className="visually-hidden"> (unsaved draft)</span>
                  </span>
                )}
              </Tabs.Tab>
            )
          })}
        </Tabs.List>
        <Tabs.Panel value={kind} className={classes.kindPanel}>
          {problem !== undefined && !(open?.saved && isLineLost(problem)) && (
            <div className={classes.problem}>
              <ErrorMessage
                what="The map could not be read"
                error={problem}
                onRetry={() => mappingStore.getState().reload(kind)}
              />
            </div>
          )}
          {isEmpty && <EmptyMap words={words} summary={summary} />}
          {open?.saved && summary && !isEmpty && <MapEditor key={kind} words={words} open={open} summary={summary} />}
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export interface Crumb {
  readonly label: string
  /** A page path; the last crumb needs none. */
  readonly path?: string
}

/** What the open page tells the frame around it: the breadcrumb above, the coverage and zone below. */
export interface CurrentView {
  readonly crumbs: readonly Crumb[]
  /** Observed time ÷ asked time, 0 to 1. */
  readonly coverage?: number
  /** IANA zone of what is shown. */
  readonly zone?: string
}

const store = createStore<CurrentView>(() => ({ crumbs: [] }))

/** A page calls this with what it shows now. The frame keeps it until the next page says otherwise. */
export const useCurrentView = ({ crumbs, coverage, zone }: CurrentView): void => {
  const trail = JSON.stringify(crumbs)
  useEffect(() => {
    store.setState({ crumbs: JSON.parse(trail), coverage, zone }, true)
    const last = (JSON.parse(trail) as Crumb[]).at(-1)
    document.title = last ? `${last.label} – Lictor` : 'Lictor'
  }, [trail, coverage, zone])
}

export const useShownView = (): CurrentView => useStore(store)

import { useSyncExternalStore } from 'react'

/**
 * Where the window stands, kept in the address's hash so that back, forward and reload work on both hosts:
 * `#/reports/51?by=day` is the path `/reports/51` with the query `by=day`.
 */
export interface Place {
  /** Without trailing slash; `/overview` when the address names none. */
  readonly path: string
  /** `['reports', '51']` */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
}

export const home = '/overview'

/** Reads a hash such as `#/reports/51?by=day`. Anything that is no path is the home page. */
export const readPlace = (hash: string): Place => {
  const text = hash.startsWith('#/') ? hash.slice(1) : home
  const at = text.indexOf('?')
  const rawPath = (at < 0 ? text : text.slice(0, at)).replace(/\/+$/, '')
  const path = rawPath === '' ? home : rawPath
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => {
      try {
        return decodeURIComponent(segment)
      } catch {
        return segment
      }
    })
  return { path, segments, query: new URLSearchParams(at < 0 ? '' : text.slice(at + 1)) }
}

/** The address of a page path, for `href`: `link('/import/12')` → `#/import/12`. */
export const link = (path: string): string => `#${path.startsWith('/') ? path : `/${path}`}`

let current: Place | undefined
const listeners = new Set<() => void>()

const currentPlace = (): Place => {
  current ??= readPlace(window.location.hash)
  return current
}

const moved = () => {
  current = readPlace(window.location.hash)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  if (listeners.size === 0) {
    window.addEventListener('hashchange', moved)
    window.addEventListener('popstate', moved)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    window.removeEventListener('hashchange', moved)
    window.removeEventListener('popstate', moved)
  }
}

/** Goes to a page path with its query. `replace`: without a step back, for state that follows typing. */
export const navigate = (path: string, { replace = false } = {}): void => {
  const address = link(path)
  if (address === window.location.hash) return
  if (replace) window.history.replaceState(null, '', address)
  else window.history.pushState(null, '', address)
  moved()
}

export const usePlace = (): Place => useSyncExternalStore(subscribe, currentPlace)

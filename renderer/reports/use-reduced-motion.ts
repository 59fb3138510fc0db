import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(prefers-reduced-motion: reduce)')

const subscribe = (listener: () => void) => {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** For what moves without CSS. */
export const useReducedMotion = (): boolean => useSyncExternalStore(subscribe, () => query.matches)

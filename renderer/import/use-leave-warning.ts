import { useEffect } from 'react'
import { useStore } from 'zustand'
import { importStore } from '../stores.ts'

/** While a browser page is still handing files over, leaving it would lose them: the browser asks first. */
export const useLeaveWarning = (): void => {
  const isHandingOver = useStore(importStore, ({ handovers }) => handovers.some(({ state }) => state !== 'failed'))
  useEffect(() => {
    if (!isHandingOver) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isHandingOver])
}

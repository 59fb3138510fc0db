import { useCallback, useEffect, useState } from 'react'
import { recall, remember } from '../grid/remembered.ts'

/** A small choice of the reader (a panel open, a split) that outlives the window. `undefined` until it is known. */
export const useRemembered = (name: string, usual: string): readonly [string | undefined, (value: string) => void] => {
  const [value, setValue] = useState<string>()
  useEffect(() => {
    let current = true
    recall(name).then((known) => current && setValue(known ?? usual))
    return () => {
      current = false
    }
  }, [name, usual])
  const change = useCallback(
    (next: string) => {
      setValue(next)
      void remember(name, next)
    },
    [name],
  )
  return [value, change]
}

import { useEffect } from 'react'
import { notifyFailed } from '../feedback/notify.ts'
import { importStore } from '../stores.ts'
import { looksLikePaths, pathsIn } from './pasted-paths.ts'

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Files or paths pasted anywhere on the page are imported, unless somebody is typing in a field. */
export const usePastedFiles = (): void => {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (isTyping(event.target) || !event.clipboardData) return
      const files = [...event.clipboardData.files]
      const text = event.clipboardData.getData('text/plain')
      const { importFiles, importOffered } = importStore.getState()
      if (files.length > 0) void importFiles(files)
      else if (looksLikePaths(text))
        importOffered(pathsIn(text).map((path) => ({ path }))).catch((error: unknown) =>
          notifyFailed('The pasted paths were not imported', error),
        )
      else return
      event.preventDefault()
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [])
}

import { IconFileImport } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { notifyFailed } from '../feedback/notify.ts'
import { count } from '../formats.ts'
import { areMapFiles, takeMapFiles } from '../mapping/map-files.ts'
import { mapKindWords } from '../mapping/map-kinds.ts'
import { navigate, readPlace } from '../navigation.ts'
import { importStore } from '../stores.ts'
import { droppedFiles, hasFiles, mostDropped } from './dropped-files.ts'
import classes from './file-drop-target.module.css'

const take = async (transfer: DataTransfer) => {
  const files = await droppedFiles(transfer)
  if (files.length === 0) throw new Error('There was no file in what was dropped.')
  if (files.length > mostDropped)
    throw new Error(`There are more than ${count(mostDropped, 'file')} in what was dropped. Drop fewer at once.`)
  const [page, kind] = readPlace(window.location.hash).segments
  const openMap = page === 'mapping' ? (mapKindWords.find((it) => it.kind === kind) ?? mapKindWords[0]) : undefined
  if (openMap || areMapFiles(files)) return takeMapFiles(files, openMap?.kind)
  navigate('/import')
  await importStore.getState().importFiles(files)
}

/** The whole window takes files: dragging some over it, on any page, shows where they go. */
export const FileDropTarget = () => {
  const [dragged, setDragged] = useState(0)
  useEffect(() => {
    // Entering a child leaves its parent, so the two are counted against each other.
    let depth = 0
    const enter = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return
      event.preventDefault()
      depth++
      setDragged(Math.max(1, event.dataTransfer?.items.length ?? 1))
    }
    const over = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const leave = () => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) setDragged(0)
    }
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return
      event.preventDefault()
      depth = 0
      setDragged(0)
      take(event.dataTransfer).catch((error: unknown) => notifyFailed('The files were not imported', error))
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  if (dragged === 0) return null
  return (
    <div className={classes.veil} data-testid="drop-target">
      <div className={classes.target}>
        <IconFileImport size={32} stroke={1.4} aria-hidden />
        <p>Drop to import {count(dragged, 'file')}</p>
      </div>
    </div>
  )
}

import type { MapKind } from '../../core/contract/mapping.ts'
import { api, offerFile } from '../api.ts'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { count, formatBytes } from '../formats.ts'
import { navigate } from '../navigation.ts'
import { mappingStore } from '../stores.ts'
import { replaceDraft } from './map-actions.tsx'
import { kindOfFileName, pathOfMap, wordsOfKind } from './map-kinds.ts'

/** As the contract has it; its constant comes with a validator that a page may not compile. */
const longestEdited = 1_000_000
const longest = 32_000_000

/** UTF-8, else windows-1252, as the core reads files. */
const decoded = (bytes: ArrayBuffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** A map too long for the editor is read and saved by the core at once; its history has the one before. */
const importWhole = async (file: File, kind: MapKind) => {
  const { fileId } = await offerFile(file)
  const [done] = await api.call('maps.import', { files: [{ fileId }], kind })
  if (!done || done.state === 'refused') throw new Error(done?.outcome ?? 'The core did not say why.')
  mappingStore.getState().reload(kind)
  notifyDone(`${wordsOfKind(kind).title}: ${done.outcome}`)
}

const takeOne = async (file: File, kind: MapKind) => {
  if (file.size > longest)
    throw new Error(`The file has ${formatBytes(file.size)}. A map may have ${formatBytes(longest)}.`)
  if (file.size > longestEdited) return importWhole(file, kind)
  const text = decoded(await file.arrayBuffer())
  if (text.includes('\0')) throw new Error('The file is not text, so it cannot be a map. Nothing was changed.')
  replaceDraft(kind, text, `${file.name} is in the editor as a draft. Save to bring it into force.`, file.name)
}

/** Whether all files bear names of maps: then they are maps wherever they are dropped. */
export const areMapFiles = (files: readonly File[]): boolean =>
  files.length > 0 && files.every(({ name }) => kindOfFileName(name) !== undefined)

/** Puts map files into the drafts of their kinds; one that does not say its kind goes to the one that is open. */
export const takeMapFiles = async (files: readonly File[], open?: MapKind): Promise<void> => {
  const known = files.map((file) => ({ file, kind: kindOfFileName(file.name) ?? open }))
  const [first] = known
  if (first?.kind) navigate(pathOfMap(first.kind))
  if (new Set(known.map(({ kind }) => kind)).size < known.length)
    return notifyFailed(
      'The map files were not read',
      new Error(`${count(files.length, 'file')} would go into the same map. Drop or choose one at a time.`),
    )
  for (const { file, kind } of known) {
    try {
      if (!kind) throw new Error('Its name tells no kind of map. Open the map it is meant for, and import it there.')
      await mappingStore.getState().opened(kind)
      await takeOne(file, kind)
    } catch (error) {
      notifyFailed(`${file.name} was not read`, error)
    }
  }
}

/** The page's own dialog, on both hosts: the file is read here, so that it is looked over before it is saved. */
export const chooseMapFile = (open: MapKind): void => {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.onchange = () => void takeMapFiles([...(input.files ?? [])], open)
  input.click()
}

import { api } from '../api.ts'
import { notifyFailed } from '../feedback/notify.ts'
import { applicationStore, importStore } from '../stores.ts'

const chooseInHost = async () => {
  const chosen = await api.call('host.pickFiles', {})
  if (chosen.length === 0) return
  await importStore.getState().importOffered(chosen.map(({ fileId }) => ({ fileId })))
}

const chooseInPage = () => {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.onchange = () => void importStore.getState().importFiles([...(input.files ?? [])])
  input.click()
}

/** Lets the user choose files, in the host's dialog where there is one, and starts their import. */
export const chooseFiles = (): void => {
  if (applicationStore.getState().info?.host.picksFiles)
    chooseInHost().catch((error: unknown) => notifyFailed('The files were not imported', error))
  else chooseInPage()
}

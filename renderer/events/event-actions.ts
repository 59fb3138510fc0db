import type { EventFilter } from '../../core/contract/events.ts'
import { saveExport } from '../api.ts'
import { notifyDone, notifyFailed } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { count } from '../formats.ts'
import { eventsStore } from '../stores.ts'

/** Says that these were seen; for ten seconds it can be taken back. */
export const acknowledge = async (which: {
  readonly ids?: readonly number[]
  readonly filter?: EventFilter
}): Promise<void> => {
  const store = eventsStore.getState()
  try {
    const { acknowledged, at } = await store.acknowledge(which)
    if (acknowledged === 0) notifyDone('Nothing was left to acknowledge')
    else
      notifyUndo(
        `${count(acknowledged, 'event')} acknowledged`,
        () => store.takeBack(at),
        'The acknowledgement could not be taken back',
      )
  } catch (error) {
    notifyFailed('The events were not acknowledged', error)
  }
}

/** Everything that fits the filter, listed or not. */
export const exportEvents = async (filter: EventFilter, format: 'csv' | 'json'): Promise<void> => {
  try {
    const { exportId, fileName } = await eventsStore.getState().write(filter, format)
    if (await saveExport(exportId, fileName)) notifyDone(`Exported ${fileName}`)
  } catch (error) {
    notifyFailed('The events could not be exported', error)
  }
}

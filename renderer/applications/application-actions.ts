import type { CustomApplication } from '../../core/contract/custom-applications.ts'
import { notifyFailed } from '../feedback/notify.ts'
import { notifyUndo } from '../feedback/notify-undo.tsx'
import { navigate } from '../navigation.ts'
import { applicationsStore } from '../stores.ts'

export const pathOf = ({ id }: CustomApplication): string => `/applications/${id}`

/** Reports show its runs under its name. */
export const pathOfUse = ({ name }: CustomApplication): string =>
  `/reports/130?${new URLSearchParams([
    ['by', 'day'],
    ['where.Application', name],
  ])}`

/** The agents that watch for it and have errors or warnings; of several groups, the issues of all agents. */
export const pathOfTroubled = ({ groupNames }: CustomApplication): string => {
  const query = new URLSearchParams({ issues: '1' })
  if (groupNames.length === 1) query.set('group', groupNames[0]!)
  return `/agents?${query}`
}

/** What was done to give its licences back, in the event log. */
export const pathOfActs = ({ name }: CustomApplication): string =>
  `/events?${new URLSearchParams({ kind: 'harvesting', text: name })}`

/** Agents stop looking for it, or look for it again; for ten seconds it can be taken back. */
export const setWatched = async ({ id, name }: CustomApplication, enabled: boolean): Promise<void> => {
  const { change } = applicationsStore.getState()
  try {
    await change({ id, enabled })
    notifyUndo(
      enabled ? `${name} is watched.` : `${name} is not watched any more.`,
      () => change({ id, enabled: !enabled }),
      'The change was not taken back',
    )
  } catch (error) {
    notifyFailed(`${name} was not changed`, error)
  }
}

/** What was recorded stays; for ten seconds the application can be brought back. */
export const removeApplication = async (application: CustomApplication): Promise<void> => {
  const { remove, restore } = applicationsStore.getState()
  try {
    const removed = await remove(application.id)
    navigate('/applications')
    notifyUndo(
      `${removed.name} was removed. What was recorded of it stays.`,
      () => restore(removed),
      'The application was not brought back',
    )
  } catch (error) {
    notifyFailed(`${application.name} was not removed`, error)
  }
}

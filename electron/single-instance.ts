import { app } from 'electron'

/** Whether this is the only console of this user; if so, `onSecond` is called whenever another one was started and has left. */
export const takeSingleInstance = (onSecond: () => void): boolean => {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', onSecond)
  return true
}

import { createStore } from 'zustand/vanilla'

/** Whether the dialog of keyboard shortcuts is open. */
export const shortcutsStore = createStore<{ readonly isOpen: boolean }>(() => ({ isOpen: false }))

export const openShortcuts = (): void => shortcutsStore.setState({ isOpen: true })
export const closeShortcuts = (): void => shortcutsStore.setState({ isOpen: false })

import { continuesList, type ListedFeatures, readList, splitUnclosed } from './message-kinds.ts'

/** The lists of features that vendor daemons print when they start: each goes on over that daemon's next lines. */
export interface FeatureLists {
  /** The daemon's list begins with this text. */
  begin(daemon: string, text: string): ListedFeatures
  /** The features of the daemon's next line, or undefined when its list is over. */
  next(daemon: string, text: string): ListedFeatures | undefined
  isOpen(daemon: string): boolean
  save(): SavedLists
}

/** Daemons whose list may go on, and what of it waits for the next line. */
export type SavedLists = readonly (readonly [daemon: string, unclosed: string])[]

export const createFeatureLists = (saved: SavedLists = []): FeatureLists => {
  const open = new Map<string, string>(saved)
  const read = (daemon: string, text: string): ListedFeatures => {
    const { whole, unclosed } = splitUnclosed(text)
    open.set(daemon, unclosed)
    return readList(whole)
  }
  return {
    begin: read,
    next(daemon, text) {
      const unclosed = open.get(daemon)
      if (unclosed !== undefined && continuesList(text, unclosed)) return read(daemon, `${unclosed} ${text}`)
      open.delete(daemon)
      return undefined
    },
    isOpen: (daemon) => open.has(daemon),
    save: () => [...open],
  }
}

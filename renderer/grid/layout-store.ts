import { createStore } from 'zustand'
import { type GridLayout, readLayout } from './grid-layout.ts'
import type * as remembered from './remembered.ts'

export interface RememberedLayout {
  /** `undefined` until it is known: a grid drawn before that would jump. */
  readonly layout: GridLayout | undefined
  readonly change: (change: (layout: GridLayout) => GridLayout) => void
  /** Back to the base; what was remembered is forgotten, so a base that changes later is followed again. */
  readonly reset: () => void
}

interface LayoutState extends RememberedLayout {
  /** `base`: what the layout is while nothing is remembered, as JSON; without one the natural layout. */
  readonly open: (base: string | undefined) => Promise<void>
}

/** The layout of the table of that name; without a name it lasts as long as the table. */
export const createLayoutStore = (name: string | undefined, memory: Pick<typeof remembered, 'recall' | 'remember'>) =>
  createStore<LayoutState>((set, get) => {
    let basis: string | undefined
    const show = (layout: GridLayout, kept: string | undefined) => {
      set({ layout })
      if (name !== undefined) void memory.remember(`grid.${name}`, kept)
    }
    return {
      layout: undefined,
      change: (change) => {
        const next = change(get().layout ?? readLayout(basis))
        show(next, JSON.stringify(next))
      },
      reset: () => show(readLayout(basis), undefined),
      open: async (base) => {
        basis = base
        const text = name === undefined ? undefined : await memory.recall(`grid.${name}`)
        if (basis === base) set({ layout: readLayout(text ?? base) })
      },
    }
  })

/** Where on the screen something belongs that is opened from a cell. Pixels of the window. */
export interface CellPlace {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  /** Gets the focus back. */
  readonly element: HTMLElement
}

export const placeOf = (element: HTMLElement): CellPlace => {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { left, top, width, height, element }
}

export const giveFocusBack = ({ element }: CellPlace): void => {
  window.setTimeout(() => element.isConnected && element.focus())
}

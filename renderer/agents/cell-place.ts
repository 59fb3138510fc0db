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

/** Unless somebody has put it elsewhere meanwhile, as a click does. */
export const giveFocusBack = ({ element }: CellPlace): void => {
  window.setTimeout(() => {
    const { activeElement } = document
    if (element.isConnected && (activeElement === null || activeElement === document.body)) element.focus()
  })
}

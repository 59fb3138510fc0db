import { readFileSync, writeFileSync } from 'node:fs'
import type { BrowserWindow, Rectangle } from 'electron'
import { z } from 'zod'

export interface WindowState extends Rectangle {
  readonly isMaximized: boolean
}

const pixels = z.number().int().min(-100_000).max(100_000)
const savedState = z.object({ x: pixels, y: pixels, width: pixels, height: pixels, isMaximized: z.boolean() })

const usualSize = { width: 1440, height: 900 }
export const smallestSize = { width: 800, height: 500 }
/** Pixels of the title bar that must be on a screen, so that the window can be taken hold of. */
const grip = { width: 120, height: 24 }

/**
 * Where the window goes: where it was, if its title bar can still be reached on one of the work areas (the first is the primary's),
 * else in the middle of the primary one; never larger than the area it lies on.
 */
export const placeOnScreen = (saved: WindowState | undefined, workAreas: readonly Rectangle[]): WindowState => {
  const primary = workAreas[0]
  const home = saved && workAreas.find((area) => canBeGrabbed(saved, area))
  const area = home ?? primary
  const width = clamp(saved?.width ?? usualSize.width, Math.min(smallestSize.width, area.width), area.width)
  const height = clamp(saved?.height ?? usualSize.height, Math.min(smallestSize.height, area.height), area.height)
  const isMaximized = saved?.isMaximized ?? false
  if (saved && home) return { x: saved.x, y: saved.y, width, height, isMaximized }
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
    isMaximized,
  }
}

const canBeGrabbed = (window: Rectangle, area: Rectangle): boolean => {
  const visibleWidth = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const isTopInside = window.y >= area.y && window.y + grip.height <= area.y + area.height
  return visibleWidth >= grip.width && isTopInside
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)

/** The state last saved; `undefined` when there is none or it is damaged. */
export const readWindowState = (file: string): WindowState | undefined => {
  try {
    return savedState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Saves the state a second after the window was last moved, and when it closes. A state that cannot be saved is no reason to stop. */
export const rememberWindowState = (window: BrowserWindow, file: string): void => {
  let timer: NodeJS.Timeout | undefined
  const save = (): void => {
    clearTimeout(timer)
    if (window.isDestroyed()) return
    const state: WindowState = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
    try {
      writeFileSync(file, JSON.stringify(state))
    } catch {
      // The folder is full or read-only: the window opens at its usual place next time.
    }
  }
  const saveSoon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(save, 1000)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('maximize', saveSoon)
  window.on('unmaximize', saveSoon)
  window.on('close', save)
}

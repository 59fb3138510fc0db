import { basename } from 'node:path'
import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { ConsoleError } from '../core/contract/errors.ts'
import type { Dispatcher } from '../core/host/dispatcher.ts'
import type { FileOffers } from '../core/host/file-offers.ts'
import { frameChannel, type OfferAnswer, offerChannel } from './channels.ts'
import { isOurPage } from './page-address.ts'

export interface IpcHostOptions {
  readonly dispatcher: Dispatcher
  readonly fileOffers: Pick<FileOffers, 'offerPath'>
  readonly log: (error: unknown, where: string) => void
}

interface Line {
  receive(text: unknown): void
  close(): void
}

/** Characters of one frame from a page; the longest call of the contract, an export of a million chosen rows, has half of it. */
const longestFrame = 16 * 1024 * 1024

/** Serves windows over one channel. Only windows named by `serve` are heard, and of these only our own page in the top frame. */
export const createIpcHost = ({ dispatcher, fileOffers, log }: IpcHostOptions) => {
  const lines = new Map<number, Line>()

  const isTrusted = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
    const trusted = lines.has(event.sender.id) && isTopFrameOfOurPage(event)
    if (!trusted) log(new Error('a message from an unknown sender was dropped'), 'ipc')
    return trusted
  }

  ipcMain.on(frameChannel, (event, text: unknown) => {
    if (isTrusted(event)) lines.get(event.sender.id)?.receive(text)
  })

  ipcMain.handle(offerChannel, async (event, path: unknown): Promise<OfferAnswer> => {
    if (!isTrusted(event)) return { message: 'This page may not offer files.' }
    // A file that a page made itself, or dragged out of another page, lies nowhere.
    if (typeof path !== 'string' || path === '') return { message: 'This is not a file of this machine.' }
    try {
      return { fileId: await fileOffers.offerPath(path), name: basename(path) }
    } catch (error) {
      if (error instanceof ConsoleError) return { message: error.message }
      log(error, 'offer')
      return {
        message: 'This file could not be taken in because of a fault inside Lictor. The details are in its log.',
      }
    }
  })

  return {
    serve: (contents: WebContents): void => {
      const id = contents.id
      const connect = (): void => {
        lines.get(id)?.close()
        lines.set(id, openLine(contents, dispatcher))
      }
      connect()
      // A reloaded page is a new caller: answers to the old one's calls must not reach it under the same ids.
      contents.on('did-navigate', connect)
      contents.on('render-process-gone', () => lines.get(id)?.close())
      contents.on('destroyed', () => {
        lines.get(id)?.close()
        lines.delete(id)
      })
    },
    close: (): void => {
      ipcMain.removeAllListeners(frameChannel)
      ipcMain.removeHandler(offerChannel)
      for (const line of lines.values()) line.close()
      lines.clear()
    },
  }
}

/** The frame is gone (`null`, or it throws) once its page was left. */
const isTopFrameOfOurPage = ({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean => {
  try {
    return senderFrame !== null && senderFrame === senderFrame.top && isOurPage(senderFrame.url)
  } catch {
    return false
  }
}

const openLine = (contents: WebContents, dispatcher: Dispatcher): Line => {
  let open = true
  let onFrame: (frame: unknown) => void = () => {}
  let onClosed: () => void = () => {}
  dispatcher.connect({
    send: (frame) => {
      if (open && !contents.isDestroyed()) contents.send(frameChannel, JSON.stringify(frame))
    },
    onFrame: (listener) => {
      onFrame = listener
    },
    onClosed: (listener) => {
      onClosed = listener
    },
  })
  return {
    receive: (text) => {
      if (open) onFrame(parse(text))
    },
    close: () => {
      open = false
      onClosed()
    },
  }
}

/** What is no JSON goes on as nothing, and the dispatcher answers that it is no call. */
const parse = (text: unknown): unknown => {
  if (typeof text !== 'string' || text.length > longestFrame) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

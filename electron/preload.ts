import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { frameChannel, type OfferAnswer, offerChannel } from './channels.ts'

/** All that the page gets of Electron. It never grows: what a page may ask is the contract's matter. */
const bridge = {
  send: (frame: unknown): void => ipcRenderer.send(frameChannel, JSON.stringify(frame)),
  onFrame: (listener: (frame: unknown) => void): void => {
    ipcRenderer.on(frameChannel, (_event, text: string) => listener(JSON.parse(text)))
  },
  /** The path stays on this side; the page gets an id. */
  offerFile: async (file: File): Promise<{ readonly fileId: string; readonly name: string }> => {
    const answer: OfferAnswer = await ipcRenderer.invoke(offerChannel, webUtils.getPathForFile(file))
    if ('message' in answer) throw new Error(answer.message)
    return answer
  },
}

contextBridge.exposeInMainWorld('lictor', bridge)

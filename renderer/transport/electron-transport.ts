import type { CallFrame, FrameFromCore } from '../../core/contract/frames.ts'
import type { HostTransport } from './host-transport.ts'

/** What the preload script puts on the window. It never grows: everything else is a call of the contract. */
export interface LictorBridge {
  send(frame: CallFrame): void
  onFrame(listener: (frame: FrameFromCore) => void): void
  /** The path stays on the other side; the page gets an id. */
  offerFile(file: File): Promise<{ readonly fileId: string; readonly name: string }>
}

declare global {
  interface Window {
    readonly lictor?: LictorBridge
  }
}

const alwaysOpen = { kind: 'open' } as const

/** The window of the desktop application. Its line lives as long as the window. */
export const createElectronTransport = (bridge: LictorBridge): HostTransport => ({
  send: (frame) => bridge.send(frame),
  onFrame: (listener) => bridge.onFrame(listener),
  onClosed: () => {},
  offerFile: async (file, onProgress) => {
    const offered = await bridge.offerFile(file)
    onProgress?.(file.size)
    return offered
  },
  downloadAddress: () => undefined,
  connection: () => alwaysOpen,
  onConnection: () => () => {},
  retryNow: () => {},
})

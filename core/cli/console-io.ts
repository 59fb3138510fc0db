import { once } from 'node:events'

/** Where a command reads and writes: the process's own streams, or a test's. */
export interface ConsoleIo {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
}

/** How a command ends. `rejected`: some input was turned down, what was good is kept and said. */
export const ExitStatus = { well: 0, rejected: 1, usage: 2 } as const
export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus]

/** Writes to standard output, waiting for a slow reader. */
export const write = async (io: ConsoleIo, text: string): Promise<void> => {
  if (!io.stdout.write(text)) await once(io.stdout, 'drain')
}

export const say = (io: ConsoleIo, text: string): void => {
  io.stderr.write(`${text}\n`)
}

/** One line on a terminal that is written over; silence in a pipe. */
export const createProgressLine = ({ stderr }: ConsoleIo) => {
  let shown = false
  return {
    show(text: string): void {
      if (!stderr.isTTY) return
      shown = true
      stderr.write(`\r\u001b[2K${text.slice(0, (stderr.columns ?? 80) - 1)}`)
    },
    clear(): void {
      if (shown) stderr.write('\r\u001b[2K')
      shown = false
    },
  }
}

import type { SeenProcess } from '../../collector.ts'

/** What a person reads before they answer. */
export interface Question {
  readonly title: string
  readonly text: string
  /** Words of the buttons where the system lets them be chosen; elsewhere the text asks what yes means keep. */
  readonly keep: string
  readonly release: string
  readonly timeoutSeconds: number
}

/** How the person in front of a process is spoken to. Everything throws ToolMissing where that is not possible. */
export interface Desktop {
  /** Whether a question could be shown now. */
  canAsk(process: SeenProcess): Promise<boolean>
  notify(process: SeenProcess, title: string, text: string): Promise<void>
  /** Who closes the question without choosing keeps the program. `none`: nobody answered in time. @throws AbortError when `signal` ends it */
  ask(process: SeenProcess, question: Question, signal: AbortSignal): Promise<'keep' | 'release' | 'none'>
  /** Shows a message with one button until it is pressed. @throws AbortError when `signal` ends it */
  offer(process: SeenProcess, title: string, text: string, button: string, signal: AbortSignal): Promise<void>
}

/** The machine has not what is needed; the message says what would do. */
export class ToolMissing extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ToolMissing'
  }
}

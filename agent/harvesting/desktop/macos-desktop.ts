import type { SeenProcess } from '../../collector.ts'
import { type ProgramRun, type RunOptions, runProgram } from '../../run-program.ts'
import { type Desktop, ToolMissing } from './desktop.ts'

/** Texts go in as arguments, never into the script. Not run on macOS yet: its answers are tested as recorded. */
const script = (...lines: string[]): string[] => ['on run argv', ...lines, 'end run'].flatMap((line) => ['-e', line])

const notifyScript = script('display notification (item 2 of argv) with title (item 1 of argv)')
const askScript = script(
  'display dialog (item 2 of argv) with title (item 1 of argv) buttons {item 4 of argv, item 3 of argv} default button 2 giving up after (item 5 of argv as integer)',
)
const offerScript = script(
  'display dialog (item 2 of argv) with title (item 1 of argv) buttons {item 3 of argv} default button 1',
)

/** `button returned:Keep it open, gave up:false` */
export const parseDialogAnswer = (text: string, release: string): 'keep' | 'release' | 'none' => {
  if (/gave up:true/.test(text)) return 'none'
  return text.startsWith(`button returned:${release},`) ? 'release' : 'keep'
}

const inSession = async ({ user }: SeenProcess, args: readonly string[], options: RunOptions): Promise<ProgramRun> => {
  const id = (await runProgram('id', ['-u', user], { timeout: 5000 })).stdout.trim()
  if (id === String(process.getuid?.())) return runProgram('osascript', args, options)
  return runProgram('launchctl', ['asuser', id, 'sudo', '-u', user, 'osascript', ...args], options)
}

const succeed = (run: ProgramRun): ProgramRun => {
  if (run.status === 0) return run
  throw new ToolMissing(`no dialog could be shown at the user's session: ${run.why}`)
}

export const macosDesktop: Desktop = {
  canAsk: async ({ user }) => (await runProgram('stat', ['-f', '%Su', '/dev/console'])).stdout.trim() === user,
  async notify(process, title, text) {
    succeed(await inSession(process, [...notifyScript, title, text], { timeout: 10_000 }))
  },
  async ask(process, { title, text, keep, release, timeoutSeconds }, signal) {
    const args = [...askScript, title, text, keep, release, String(timeoutSeconds)]
    const run = await inSession(process, args, { signal })
    signal.throwIfAborted()
    // -128: the user pressed Escape.
    return run.why.includes('-128') ? 'keep' : parseDialogAnswer(succeed(run).stdout.trim(), release)
  },
  async offer(process, title, text, button, signal) {
    const run = await inSession(process, [...offerScript, title, text, button], { signal })
    signal.throwIfAborted()
    if (!run.why.includes('-128')) succeed(run)
  },
}

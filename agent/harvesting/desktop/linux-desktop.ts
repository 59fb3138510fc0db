import type { SeenProcess } from '../../collector.ts'
import { type DesktopOf, desktopOf, runOnDesktop } from '../../collectors/idle/linux-session.ts'
import type { ProgramRun } from '../../run-program.ts'
import { type Desktop, type Question, ToolMissing } from './desktop.ts'

type Answer = 'keep' | 'release' | 'none'

/** A program that can ask. `answerOf`: `undefined` when it could not show its question. */
interface Asker {
  readonly command: string
  args(question: Question): string[]
  answerOf(run: ProgramRun): Answer | undefined
}

/** zenity(1): 0 OK, 1 cancelled or closed, 5 timed out. OK releases, so that closing the window keeps. */
const zenity: Asker = {
  command: 'zenity',
  args: ({ title, text, keep, release, timeoutSeconds }) => [
    '--question',
    '--no-markup',
    '--default-cancel',
    `--title=${title}`,
    `--text=${text}`,
    `--ok-label=${release}`,
    `--cancel-label=${keep}`,
    `--timeout=${timeoutSeconds}`,
  ],
  answerOf: ({ status, why }) => {
    if (status === 0) return 'release'
    if (status === 5) return 'none'
    // `cannot open display` is 1 as well.
    return status === 1 && !/display/i.test(why) ? 'keep' : undefined
  },
}

/** kdialog has no time-out: it is ended from outside. 0 yes, 1 no, 2 closed. */
const kdialog: Asker = {
  command: 'kdialog',
  args: ({ title, text, keep, release }) => [
    '--title',
    title,
    '--yes-label',
    release,
    '--no-label',
    keep,
    '--warningyesno',
    text,
  ],
  answerOf: ({ status, why }) => {
    if (status === 0) return 'release'
    return (status === 1 || status === 2) && !/display/i.test(why) ? 'keep' : undefined
  },
}

/** notify-send from 0.7.10 on prints the name of the button that was pressed; closed without one, it prints nothing. */
const notifySend: Asker = {
  command: 'notify-send',
  args: ({ title, text, keep, release, timeoutSeconds }) => [
    '--wait',
    '--urgency=critical',
    `--expire-time=${timeoutSeconds * 1000}`,
    `--action=keep=${keep}`,
    `--action=release=${release}`,
    '--',
    title,
    text,
  ],
  answerOf: ({ status, stdout }) => {
    if (status !== 0) return undefined
    return stdout.trim() === 'release' ? 'release' : 'keep'
  },
}

const askers = [zenity, kdialog, notifySend]
const lacking = 'no dialog could be shown: install zenity, kdialog or notify-send with a desktop of the user'

export const linuxDesktop: Desktop = {
  async canAsk({ pid }) {
    const desktop = desktopOf(pid)
    if (!desktop) return false
    for (const { command } of askers) {
      if (!(await runOnDesktop(desktop, command, ['--help'], { timeout: 5000 })).missing) return true
    }
    return false
  },
  async notify(process, title, text) {
    const desktop = desktopOrThrow(process)
    const sent = await runOnDesktop(desktop, 'notify-send', ['--app-name=Lictor', '--', title, text], {
      timeout: 10_000,
    })
    if (sent.status === 0) return
    const info = ['--info', '--no-markup', `--title=${title}`, `--text=${text}`, '--timeout=60']
    const shown = await runOnDesktop(desktop, 'zenity', info, { timeout: 70_000 })
    if (shown.status === undefined || /display/i.test(shown.why)) throw missing(sent.missing ? shown : sent)
  },
  async ask(process, question, signal) {
    const desktop = desktopOrThrow(process)
    let why: ProgramRun | undefined
    for (const asker of askers) {
      const { run, timedOut } = await runFor(desktop, asker, question, signal)
      signal.throwIfAborted()
      const answer = timedOut ? 'none' : asker.answerOf(run)
      if (answer) return answer
      if (!why || !run.missing) why = run
    }
    throw missing(why)
  },
  async offer(process, title, text, button, signal) {
    const desktop = desktopOrThrow(process)
    const ways: readonly (readonly [string, readonly string[]])[] = [
      ['zenity', ['--info', '--no-markup', `--title=${title}`, `--text=${text}`, `--ok-label=${button}`]],
      ['kdialog', ['--title', title, '--ok-label', button, '--msgbox', text]],
      ['notify-send', ['--wait', '--urgency=critical', `--action=go=${button}`, '--', title, text]],
    ]
    for (const [command, args] of ways) {
      const run = await runOnDesktop(desktop, command, args, { signal })
      signal.throwIfAborted()
      if (run.status !== undefined && !/display/i.test(run.why)) return
    }
    throw missing(undefined)
  },
}

/** Ends the question itself a little after its time, whatever the program thinks of time-outs. */
const runFor = async (desktop: DesktopOf, asker: Asker, question: Question, signal: AbortSignal) => {
  const patience = AbortSignal.timeout((question.timeoutSeconds + 2) * 1000)
  const run = await runOnDesktop(desktop, asker.command, asker.args(question), {
    signal: AbortSignal.any([signal, patience]),
  })
  return { run, timedOut: patience.aborted && run.status === undefined }
}

const desktopOrThrow = ({ pid, executable, user }: SeenProcess): DesktopOf => {
  const desktop = desktopOf(pid)
  if (!desktop) throw new ToolMissing(`${executable} of ${user} runs without a desktop, or it is not ours to see.`)
  return desktop
}

const missing = (run: ProgramRun | undefined): ToolMissing =>
  new ToolMissing(run?.why && !run.missing ? `${lacking} (${run.why})` : lacking)

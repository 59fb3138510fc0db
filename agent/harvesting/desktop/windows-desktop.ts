import type { SeenProcess } from '../../collector.ts'
import { runPowerShell } from '../powershell.ts'
import { type Desktop, ToolMissing } from './desktop.ts'

/**
 * A message box in the session of the process; a service, which has no desktop of its own, may show one too (WTSSendMessageW of
 * wtsapi32). Prints the number of the button: 6 yes, 7 no, 32000 nobody pressed one in time. Not run on Windows yet.
 */
const messageScript = `
Add-Type -Namespace Lictor -Name Session -MemberDefinition @'
[DllImport("wtsapi32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
public static extern bool WTSSendMessageW(IntPtr server, int session, string title, int titleBytes, string text, int textBytes, int style, int seconds, out int answer, bool wait);
'@
$title = $env:LICTOR_TITLE
$text = $env:LICTOR_TEXT
$session = (Get-Process -Id $env:LICTOR_PID).SessionId
$answer = 0
$wait = $env:LICTOR_WAIT -eq '1'
$shown = [Lictor.Session]::WTSSendMessageW([IntPtr]::Zero, $session, $title, 2 * $title.Length, $text, 2 * $text.Length, [int]$env:LICTOR_STYLE, [int]$env:LICTOR_SECONDS, [ref]$answer, $wait)
if (-not $shown) { throw "The message could not be shown (error $([Runtime.InteropServices.Marshal]::GetLastWin32Error()))." }
$answer
`

/** MB_SETFOREGROUND and MB_TOPMOST, with a sign. */
const inFront = 0x50000
const information = 0x40 | inFront
/** Yes and No, Yes being what Enter presses. */
const yesOrNo = 0x24 | inFront

/** The last line that was printed. */
export const parseMessageAnswer = (text: string): 'keep' | 'release' | 'none' => {
  const button = Number(text.trim().split(/\s+/).at(-1))
  if (button === 7) return 'release'
  return button === 32_000 ? 'none' : 'keep'
}

const show = async (
  { pid }: SeenProcess,
  given: {
    readonly title: string
    readonly text: string
    readonly style: number
    readonly seconds: number
    readonly wait: boolean
  },
  signal?: AbortSignal,
): Promise<string> => {
  const run = await runPowerShell(
    messageScript,
    {
      LICTOR_PID: String(pid),
      LICTOR_TITLE: given.title,
      LICTOR_TEXT: given.text,
      LICTOR_STYLE: String(given.style),
      LICTOR_SECONDS: String(given.seconds),
      LICTOR_WAIT: given.wait ? '1' : '0',
    },
    signal ? { signal } : {},
  )
  signal?.throwIfAborted()
  if (run.status !== 0) throw new ToolMissing(`no message could be shown at the user's session: ${run.why}`)
  return run.stdout
}

export const windowsDesktop: Desktop = {
  canAsk: async () => true,
  async notify(process, title, text) {
    await show(process, { title, text, style: information, seconds: 0, wait: false })
  },
  async ask(process, { title, text, keep, release, timeoutSeconds }, signal) {
    const words = `${text}\n\nYes: ${keep}\nNo: ${release}`
    return parseMessageAnswer(
      await show(process, { title, text: words, style: yesOrNo, seconds: timeoutSeconds, wait: true }, signal),
    )
  },
  async offer(process, title, text, button, signal) {
    await show(process, { title, text: `${text}\n\nOK: ${button}`, style: information, seconds: 0, wait: true }, signal)
  },
}

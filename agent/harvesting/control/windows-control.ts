import { runPowerShell } from '../powershell.ts'
import type { ProcessControl, ProcessName } from './process-control.ts'

/** Not run on Windows yet: only the texts of the scripts are tested. Exit status 3: no such process, or another one has its id. */
const find = `
$process = Get-Process -Id $env:LICTOR_PID -ErrorAction SilentlyContinue
if (-not $process) { exit 3 }
$start = [DateTimeOffset]::new($process.StartTime).ToUnixTimeMilliseconds()
if ([Math]::Abs($start - [long]$env:LICTOR_START) -gt 2500) { exit 3 }
`

/** Windows take messages from their own session only. From a service, a task that runs as the user for a moment passes it on. */
const close = `${find}
if ($process.SessionId -eq (Get-Process -Id $PID).SessionId) {
  if (-not $process.CloseMainWindow()) { throw 'It has no window that could be closed.' }
  exit 0
}
$owner = (Get-CimInstance Win32_Process -Filter "ProcessId = $($process.Id)" | Invoke-CimMethod -MethodName GetOwner)
$name = "Lictor closes process $($process.Id)"
$action = New-ScheduledTaskAction -Execute 'taskkill.exe' -Argument "/PID $($process.Id)"
$principal = New-ScheduledTaskPrincipal -UserId "$($owner.Domain)\\$($owner.User)" -LogonType Interactive
Register-ScheduledTask -TaskName $name -Action $action -Principal $principal -Force | Out-Null
try { Start-ScheduledTask -TaskName $name; Start-Sleep -Seconds 3 } finally { Unregister-ScheduledTask -TaskName $name -Confirm:$false }
`

const force = `${find}
Stop-Process -Id $process.Id -Force
`

/** Neither is in the documented interface; Process Explorer suspends by them all the same. */
const freeze = (call: 'NtSuspendProcess' | 'NtResumeProcess') => `${find}
Add-Type -Namespace Lictor -Name Freezing -MemberDefinition @'
[DllImport("ntdll.dll")]
public static extern int ${call}(IntPtr process);
'@
$status = [Lictor.Freezing]::${call}($process.Handle)
if ($status -ne 0) { throw ("${call} answered 0x{0:X8}." -f $status) }
`

export const windowsScripts = {
  close,
  force,
  suspend: freeze('NtSuspendProcess'),
  resume: freeze('NtResumeProcess'),
  find,
} as const

const run = async (script: string, { pid, start }: ProcessName): Promise<'done' | 'gone'> => {
  const ended = await runPowerShell(
    script,
    { LICTOR_PID: String(pid), LICTOR_START: String(start) },
    { timeout: 30_000 },
  )
  if (ended.status === 3) return 'gone'
  if (ended.status !== 0) throw new Error(ended.why)
  return 'done'
}

export const windowsControl: ProcessControl = {
  close: (process) => run(windowsScripts.close, process),
  force: (process) => run(windowsScripts.force, process),
  suspend: (process) => run(windowsScripts.suspend, process),
  resume: (process) => run(windowsScripts.resume, process),
  /** Whoever does not tell is taken to be there. */
  isRunning: async (process) => (await run(windowsScripts.find, process).catch(() => 'done')) === 'done',
}

/**
 * What our PowerShell does as long as the watch looks: a line in, a line of JSON out. PowerShell 5.1, as every Windows has it. Facts of files and
 * owners of processes are asked for once. It holds a handle of every process that it may: Windows then tells when and how it ended.
 * Times are milliseconds since 1970. `look` and `modules PID` are all it understands; nothing of a line is ever run.
 */
export const windowsScript = `
$ProgressPreference = 'SilentlyContinue'
try { [Console]::OutputEncoding = New-Object Text.UTF8Encoding $false } catch { }
$epoch = New-Object DateTime 1970, 1, 1, 0, 0, 0, ([DateTimeKind]::Utc)
$known = @{}
$files = @{}
function MillisecondsOf($time) { [long][Math]::Floor(($time.ToUniversalTime() - $epoch).TotalMilliseconds) }
function Say($value) {
  [Console]::Out.WriteLine((ConvertTo-Json -InputObject $value -Depth 4 -Compress))
  [Console]::Out.Flush()
}
function MachineOf($path) {
  $stream = [IO.File]::Open($path, 'Open', 'Read', 'ReadWrite, Delete')
  try {
    $reader = New-Object IO.BinaryReader $stream
    $stream.Position = 60
    $stream.Position = $reader.ReadInt32() + 4
    [int]$reader.ReadUInt16()
  } finally { $stream.Dispose() }
}
function FactsOf($path) {
  if (-not $files.ContainsKey($path)) {
    $facts = @{ version = ''; publisher = ''; machine = 0 }
    try {
      $info = [Diagnostics.FileVersionInfo]::GetVersionInfo($path)
      $facts.version = [string]$info.ProductVersion
      $facts.publisher = [string]$info.CompanyName
      $facts.machine = MachineOf $path
    } catch { }
    if ($files.Count -gt 5000) { $files.Clear() }
    $files[$path] = $facts
  }
  $files[$path]
}
function Meet($process, $start) {
  $owner = $null
  try { $owner = Invoke-CimMethod -InputObject $process -MethodName GetOwner } catch { }
  $handle = $null
  try {
    $handle = [Diagnostics.Process]::GetProcessById([int]$process.ProcessId)
    $null = $handle.Handle
  } catch { $handle = $null }
  @{ start = $start; user = [string]$owner.User; domain = [string]$owner.Domain; handle = $handle }
}
function Look() {
  $processes = New-Object Collections.ArrayList
  $exits = New-Object Collections.ArrayList
  $seen = @{}
  foreach ($process in Get-CimInstance Win32_Process) {
    $id = [int64]$process.ProcessId
    if ($id -le 4 -or $null -eq $process.CreationDate) { continue }
    $start = MillisecondsOf $process.CreationDate
    $seen[$id] = $start
    if (-not $known.ContainsKey($id)) { $known[$id] = Meet $process $start }
    elseif ($known[$id].start -ne $start) {
      $null = $exits.Add((Finish $id))
      $known[$id] = Meet $process $start
    }
    $facts = @{ version = ''; publisher = ''; machine = 0 }
    if ($process.ExecutablePath) { $facts = FactsOf $process.ExecutablePath }
    $null = $processes.Add(@{
      pid = $id; parent = [int64]$process.ParentProcessId; start = $start
      user = $known[$id].user; domain = $known[$id].domain; session = [int64]$process.SessionId
      name = [string]$process.Name; path = [string]$process.ExecutablePath
      version = $facts.version; publisher = $facts.publisher; machine = $facts.machine
      cpu = ([double]$process.KernelModeTime + [double]$process.UserModeTime) / 1e7
      bytes = [double]$process.ReadTransferCount + [double]$process.WriteTransferCount
    })
  }
  foreach ($id in @($known.Keys)) {
    if ($seen[$id] -ne $known[$id].start) { $null = $exits.Add((Finish $id)); $known.Remove($id) }
  }
  @{ processes = $processes; exits = $exits }
}
function Finish($id) {
  $exit = @{ pid = $id; start = $known[$id].start; endedAt = $null; status = $null }
  $handle = $known[$id].handle
  if ($handle) {
    try {
      if ($handle.HasExited) { $exit.endedAt = MillisecondsOf $handle.ExitTime; $exit.status = [string]$handle.ExitCode }
    } catch { }
    $handle.Dispose()
  }
  $exit
}
function Modules($id) {
  $modules = New-Object Collections.ArrayList
  try {
    $process = [Diagnostics.Process]::GetProcessById($id)
    foreach ($module in $process.Modules) {
      $null = $modules.Add(@{ path = [string]$module.FileName; version = [string]$module.FileVersionInfo.FileVersion })
    }
    $process.Dispose()
  } catch { return @{ modules = $null } }
  @{ modules = $modules }
}
while ($null -ne ($line = [Console]::In.ReadLine())) {
  try {
    if ($line -eq 'look') { Say (Look) }
    elseif ($line -match '^modules (\\d+)$') { Say (Modules ([int]$Matches[1])) }
    else { Say @{ error = 'not understood' } }
  } catch { Say @{ error = [string]$_.Exception.Message } }
}
`

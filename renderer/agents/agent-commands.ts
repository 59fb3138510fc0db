export type AgentSystem = 'linux' | 'windows' | 'macos'

/** What to run on the machine, and where. */
export interface AgentCommand {
  readonly where: string
  readonly text: string
}

export const shellQuoted = (text: string): string =>
  /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
export const powershellQuoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const unit = '/etc/systemd/system/lictor-agent.service'
const daemon = '/Library/LaunchDaemons/lictor-agent.plist'

/** Makes it a service of the machine: agent/README.md. */
const service: { readonly [System in AgentSystem]: AgentCommand } = {
  linux: {
    where: 'Then let it run as a service (systemd)',
    text: `sudo lictor-agent service | sudo tee ${unit} > /dev/null && sudo systemctl daemon-reload && sudo systemctl enable --now lictor-agent`,
  },
  macos: {
    where: 'Then let it run as a service (launchd)',
    text: `sudo lictor-agent service | sudo tee ${daemon} > /dev/null && sudo launchctl bootstrap system ${daemon}`,
  },
  windows: {
    where: 'Then let it run as a service, in the folder of LictorAgent.exe (WinSW)',
    text: 'lictor-agent service | Out-File -Encoding utf8 LictorAgent.xml; .\\LictorAgent.exe install; .\\LictorAgent.exe start',
  },
}

/**
 * The commands that let a machine join, to be pasted as they are. `server` is the path of the local socket or pipe, or an address
 * `https://NAME:PORT`.
 */
export const agentCommands = (system: AgentSystem, server: string, token: string): readonly AgentCommand[] => {
  const isWindows = system === 'windows'
  const enrol = `lictor-agent enrol --server ${isWindows ? powershellQuoted(server) : shellQuoted(server)} --token -`
  return [
    {
      where: isWindows
        ? 'In PowerShell as administrator, so that the machine joins'
        : 'In a terminal, so that the machine joins',
      // Through a pipe: what stands in an argument everybody on the machine can read.
      text: isWindows ? `${powershellQuoted(token)} | ${enrol}` : `printf '%s' ${shellQuoted(token)} | sudo ${enrol}`,
    },
    service[system],
  ]
}

import { join } from 'node:path'
import { isSea } from 'node:sea'
import { fileURLToPath } from 'node:url'

export const serviceKinds = ['systemd', 'launchd', 'windows'] as const
export type ServiceKind = (typeof serviceKinds)[number]

export interface ServiceProgram {
  /** The runtime, and what it is started with. */
  readonly command: string
  readonly args: readonly string[]
}

export const usualServiceKind = (platform: NodeJS.Platform = process.platform): ServiceKind =>
  platform === 'win32' ? 'windows' : platform === 'darwin' ? 'launchd' : 'systemd'

/** The program as it runs now. */
const thisProgram = (): ServiceProgram => ({
  command: process.execPath,
  // An executable of its own holds the program; else the runtime has to be told where it is.
  args: isSea() ? [] : ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL('../main.ts', import.meta.url))],
})

/** Text of the file that makes the agent a service, for the data folder at this path. Where it belongs is said in agent/README.md. */
export const serviceFile = (
  kind: ServiceKind,
  data: string,
  { command, args }: ServiceProgram = thisProgram(),
): string => makers[kind]([command, ...args, 'run', '--data', data], data)

type Maker = (command: readonly string[], data: string) => string

/** A `%` begins a specifier, a `$` a variable; both are doubled. */
const systemdWord = (word: string): string =>
  `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`

const xmlText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** As Windows takes a command line apart: backslashes count double before a quotation mark. */
const windowsWord = (word: string): string =>
  /[\s"]/.test(word) ? `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"` : word

const makers: { readonly [kind in ServiceKind]: Maker } = {
  systemd: (command, data) => `[Unit]
Description=Lictor agent
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
Type=exec
ExecStart=${command.map(systemdWord).join(' ')}
Restart=always
RestartSec=5
TimeoutStopSec=20
UMask=0077
ReadWritePaths=${systemdWord(data)}
ProtectSystem=strict
NoNewPrivileges=true
LockPersonality=true
RestrictRealtime=true
Nice=5
MemoryMax=512M

[Install]
WantedBy=multi-user.target
`,
  launchd: (command, data) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>lictor-agent</string>
  <key>ProgramArguments</key>
  <array>
${command.map((word) => `    <string>${xmlText(word)}</string>`).join('\n')}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <true/>
  <key>ThrottleInterval</key>
  <integer>10</integer>
  <key>ProcessType</key>
  <string>Background</string>
  <key>Umask</key>
  <integer>63</integer>
  <key>StandardErrorPath</key>
  <string>${xmlText(join(data, 'service.log'))}</string>
</dict>
</plist>
`,
  windows: ([program = '', ...args], data) => `<service>
  <id>LictorAgent</id>
  <name>Lictor agent</name>
  <description>Collects on this machine what its Lictor console asks for, and reports it.</description>
  <executable>${xmlText(program)}</executable>
  <arguments>${xmlText(args.map(windowsWord).join(' '))}</arguments>
  <workingdirectory>${xmlText(data)}</workingdirectory>
  <startmode>Automatic</startmode>
  <delayedAutoStart>true</delayedAutoStart>
  <stoptimeout>20 sec</stoptimeout>
  <onfailure action="restart" delay="5 sec"/>
  <onfailure action="restart" delay="30 sec"/>
  <resetfailure>1 hour</resetfailure>
  <log mode="none"/>
</service>
`,
}

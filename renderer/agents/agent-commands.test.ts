import { expect, test } from 'vitest'
import { agentCommands } from './agent-commands.ts'

const enrol = (system: 'linux' | 'windows' | 'macos', server: string) => agentCommands(system, server, 'lt1_a_b~_c')[0]

test('a command can be pasted as it stands, whatever the address holds', () => {
  expect(enrol('linux', 'https://console:7443')?.text).toBe(
    "printf '%s' lt1_a_b~_c | sudo lictor-agent enrol --server https://console:7443 --token -",
  )
  expect(enrol('macos', "/Users/o'neil/console a.sock")?.text).toBe(
    `printf '%s' lt1_a_b~_c | sudo lictor-agent enrol --server '/Users/o'\\''neil/console a.sock' --token -`,
  )
  expect(enrol('windows', '\\\\.\\pipe\\lictor $a')?.text).toBe(
    "'lt1_a_b~_c' | lictor-agent enrol --server '\\\\.\\pipe\\lictor $a' --token -",
  )
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type HarvestingRules, usualConfiguration } from '../../core/agents/protocol/configuration.ts'
import { lackingTools } from './lacking-tools.ts'

test('tools that harvesting needs and the machine lacks, of applications that are harvested', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lictor-tools-'))
  const told = (harvesting: HarvestingRules | undefined, isIdleOn = true) => ({
    collectors: { ...usualConfiguration.collectors, idle: { enabled: isIdleOn } },
    applications: [
      {
        id: 1,
        name: 'Modeler',
        executables: { windows: [], linux: ['m'], macos: [] },
        paths: [],
        publishers: [],
        harvesting,
      },
    ],
  })
  const asks = { enabled: true, idleMinutes: 30, ask: { timeoutSeconds: 30 }, method: 'force' } as const
  const lacking = (rules: HarvestingRules | undefined, isIdleOn?: boolean) =>
    lackingTools(told(rules, isIdleOn), 'linux', folder)
  try {
    expect(lacking(undefined)).toEqual([])
    expect(lacking({ ...asks, enabled: false })).toEqual([])
    expect(lacking(asks)).toEqual([
      'Modeler: without loginctl or who nobody tells who logged in first.',
      'Modeler: without zenity, kdialog or notify-send nobody can be asked, so every program stays as it is.',
      'Modeler: without gdbus, xprintidle or loginctl idle time is judged by CPU and I/O.',
    ])
    for (const tool of ['loginctl', 'kdialog']) writeFileSync(join(folder, tool), '')
    expect(lacking(asks)).toEqual([])
    expect(lacking(asks, false)).toEqual(['Modeler: idle time is not measured, as its collector is turned off.'])
    expect(lackingTools(told(asks), 'win32', '')).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

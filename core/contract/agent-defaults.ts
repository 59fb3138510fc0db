import type { CollectorSettings, SpoolSettings } from './agent-configuration.ts'

/** Seconds between two connections of an agent (seed, advanced settings of the agents page). */
export const connectionInterval = { least: 30, usual: 30, most: 600 } as const

/** What is collected until somebody changes it. Apart from the schemas: a page shows it, and takes none of the validation along. */
export const usualCollectors: CollectorSettings = {
  processes: { enabled: true, everySeconds: 10, which: 'all' },
  modules: { enabled: false, everySeconds: 60 },
  idle: { enabled: false },
  addresses: { enabled: false, detail: 'host' },
  polls: { enabled: false, commands: [] },
  logs: { enabled: false, files: [] },
}

export const usualSpool: SpoolSettings = { quotaMegabytes: 512, whenFull: 'pause' }

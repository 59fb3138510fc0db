import type { CollectorSettings } from './agent-configuration.ts'

/** Each collector by the name that it has for people: on pages and in the event log. */
export const collectorTitles: { readonly [Name in keyof CollectorSettings]: string } = {
  processes: 'Processes',
  modules: 'Loaded modules',
  idle: 'Idle time',
  addresses: 'Web addresses',
  polls: 'Licence servers',
  logs: 'Licence logs',
}

import type { z } from 'zod'
import { agentGroupCalls } from './agent-groups.ts'
import { agentCalls } from './agents.ts'
import { applicationCalls } from './application.ts'
import { capacityCalls } from './capacity.ts'
import { columnCalls } from './columns.ts'
import { customApplicationCalls } from './custom-applications.ts'
import { denialCalls } from './denials.ts'
import { eventCalls } from './events.ts'
import { importCalls } from './imports.ts'
import type { JsonOnly } from './json.ts'
import { mappingCalls } from './mapping.ts'
import { reportCalls } from './reports.ts'
import { retentionCalls } from './retention.ts'
import { sourceCalls } from './sources.ts'
import { taskCalls } from './tasks.ts'
import { updateCalls } from './updates.ts'
import { viewCalls } from './views.ts'
import { watchCalls } from './watch.ts'

/** Every call a window, a page or a command may make of the core. Start reading here. */
export const contract = {
  ...agentCalls,
  ...agentGroupCalls,
  ...applicationCalls,
  ...capacityCalls,
  ...columnCalls,
  ...customApplicationCalls,
  ...denialCalls,
  ...eventCalls,
  ...importCalls,
  ...mappingCalls,
  ...reportCalls,
  ...retentionCalls,
  ...sourceCalls,
  ...taskCalls,
  ...updateCalls,
  ...viewCalls,
  ...watchCalls,
}

export type Contract = typeof contract
export type CallName = keyof Contract

export type Params<Name extends CallName> = z.infer<Contract[Name]['params']>
export type Result<Name extends CallName> = Exclude<Contract[Name]['result'], undefined>

/** The contract implemented: one function per call. The compiler asks for each. */
export type Api = { readonly [Name in CallName]: (params: Params<Name>) => Promise<Result<Name>> }

/** What the core says unasked. Events say what changed; whoever cares asks again. */
export interface Events {
  readonly 'tasks.changed': { readonly id: number }
  readonly 'imports.changed': { readonly id: number }
  /** Numbers of these types of content may differ now. */
  readonly 'data.changed': { readonly sources: readonly number[] }
  /** Licence files, typed values or what they amount to differ now. */
  readonly 'capacity.changed': { readonly id: number }
  /** A map was saved, imported or restored; `data.changed` follows. */
  readonly 'maps.changed': { readonly kind: string; readonly revision: number }
  readonly 'notices.changed': { readonly id: number }
  readonly 'views.changed': { readonly id: string }
  readonly 'settings.changed': { readonly names: readonly string[] }
  /** A watched path was looked at, or changed its state. */
  readonly 'watch.changed': { readonly id: number }
  /** Agents came, went, or what their rows tell differs now; at most once a second. */
  readonly 'agents.changed': { readonly ids: readonly string[] }
  /** The gateway's state, join tokens or a scope's configuration differ now. */
  readonly 'gateway.changed': { readonly scope: string }
  /** An agent group was made, changed, removed, or has other agents. */
  readonly 'agentGroups.changed': { readonly id: number }
  /** A custom application was made, changed or removed, or its sessions are others now. */
  readonly 'customApplications.changed': { readonly id: number }
  /** Something was logged, grouped or acknowledged. */
  readonly 'events.changed': { readonly id: number }
  /** Updates of these agents moved on, or batches of updates did; at most once a second. Without any: settings, or what is bundled. */
  readonly 'updates.changed': { readonly agents: readonly string[]; readonly batches: readonly number[] }
}
export type EventName = keyof Events

/** Compiles only while every result and event is plain JSON. */
type NotJson<T> = { [K in keyof T]: T[K] extends JsonOnly<T[K]> ? never : K }[keyof T]
export const everyResultIsJson: NotJson<{ [Name in CallName]: Result<Name> }> extends never ? true : false = true
export const everyEventIsJson: NotJson<Events> extends never ? true : false = true

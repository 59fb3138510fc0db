import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type AgentConfiguration, usualConfiguration } from '../../core/agents/protocol/configuration.ts'
import { type AgentRecord, agentRecord } from '../../core/agents/protocol/records.ts'
import type { CollectorContext } from '../collector.ts'
import { SpoolFull } from '../spool/spool-full.ts'

/** A context that keeps what collectors record, for tests. Every record is held against the protocol. */
export interface RecordedContext extends CollectorContext {
  readonly records: AgentRecord[]
  readonly troubles: Map<string, string>
  readonly servers: Set<string>
  hasRoom: boolean
  dataFolder: string
}

export const recordedContext = (change: Partial<CollectorContext> = {}): RecordedContext => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lictor-collectors-'))
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }))
  const context: RecordedContext = {
    machine: {
      host: 'ws-17',
      domain: 'works.example',
      addresses: [],
      system: 'linux',
      release: '6.1',
      architecture: 'x86_64',
      fingerprint: '0123456789abcdef',
    },
    dataFolder,
    records: [],
    troubles: new Map(),
    servers: new Set(),
    hasRoom: true,
    async record(records) {
      if (!context.hasRoom) throw new SpoolFull('full')
      for (const record of records) context.records.push(agentRecord.parse(JSON.parse(JSON.stringify(record))))
    },
    trouble(code, subject, detail) {
      if (detail === undefined) context.troubles.delete(`${code} ${subject}`)
      else context.troubles.set(`${code} ${subject}`, detail)
    },
    gaveUp: () => {},
    server: (name) => context.servers.add(name),
    log: () => {},
    now: Date.now,
    ...change,
  }
  return context
}

/** The usual configuration with these collectors and applications. */
export const configured = (
  collectors: Partial<AgentConfiguration['collectors']>,
  applications: AgentConfiguration['applications'] = [],
): AgentConfiguration => ({
  ...usualConfiguration,
  revision: 'test',
  collectors: { ...usualConfiguration.collectors, ...collectors },
  applications,
})

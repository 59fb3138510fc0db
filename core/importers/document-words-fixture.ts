import { capacityUncounted } from '../facts/derived-day.ts'
import type { DocumentFacts } from './importer.ts'

/** For tests: what a licence file says, in words. What is empty is left out; digests are told by the line they first stand in. */
export const documentInWords = ({ blocks, records, problems }: DocumentFacts) => {
  const first = new Map<string, number>()
  for (const { digest, line } of records) if (!first.has(digest)) first.set(digest, line)
  const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
  return {
    facts: [
      ...blocks.map(({ hosts, daemons }, block) => ({ block, hosts, daemons })),
      ...records.map((record) => ({
        line: record.line,
        ...(record.lastLine === record.line ? {} : { lastLine: record.lastLine }),
        ...(record.block > 0 ? { block: record.block } : {}),
        kind: record.kind,
        feature: record.feature,
        daemon: record.daemon,
        version: record.version,
        ...(record.fromVersion === '' ? {} : { fromVersion: record.fromVersion }),
        licences: record.licences === capacityUncounted ? 'uncounted' : record.licences,
        ...(record.from === null ? {} : { from: isoDay(record.from) }),
        ...(record.until === null ? {} : { until: isoDay(record.until) }),
        ...(record.serial === '' ? {} : { serial: record.serial }),
        ...(record.isNodeLocked ? { nodeLocked: true } : {}),
        ...(record.supersedes.length === 0 ? {} : { supersedes: record.supersedes }),
        ...(record.components.length === 0
          ? {}
          : { components: record.components.map(({ feature, licences }) => `${feature} ${licences}`) }),
        ...(record.isSuite ? { suite: true } : {}),
        ...(first.get(record.digest) === record.line ? {} : { sameAs: first.get(record.digest) }),
      })),
    ],
    rejected: problems.map(({ line, reason, text }) => ({ line, reason, text })),
  }
}

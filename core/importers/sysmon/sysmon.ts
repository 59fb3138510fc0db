import { instantOf } from '../runs/record-instants.ts'
import { fileNameOf } from '../runs/record-words.ts'
import { createRunJoins } from '../runs/run-joins.ts'
import { type UsageWriter, usageImporter } from '../usage-importer.ts'
import type { EventHandler, WindowsEvent } from '../windows-events/windows-event.ts'
import { eventDetector, eventRejections } from '../windows-events/windows-event-words.ts'
import { createWindowsEvents } from '../windows-events/windows-events.ts'

const head = { format: 'sysmon', title: 'Sysmon log' }
const provider = '(?:Microsoft-Windows-)?Sysmon'

/** `WORKS\lena`: domain and user; Sysmon names no user of older events. */
const accountOf = (text: string): readonly [string, string] => {
  const at = text.indexOf('\\')
  return at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1)]
}

/** `UtcTime: 2026-03-02 08:00:00.250` is when it happened; the time of the entry, when it was written down. */
const timeOf = (event: WindowsEvent): number => {
  const stated = event.data('UtcTime')
  return stated === '' ? Number.NaN : instantOf(`${stated}Z`)
}

/** A file without version information has `-` or `?`. */
const versionOf = (event: WindowsEvent): string => event.data('FileVersion').replace(/^[-?]$/, '')

const createHandler = (writer: UsageWriter): EventHandler => {
  const runs = createRunJoins(writer)
  return {
    provider: new RegExp(`^${provider}$`),
    take(event) {
      if (event.id !== 1 && event.id !== 5 && event.id !== 7) return { ignored: 'event of another kind' }
      const time = timeOf(event)
      if (Number.isNaN(time)) return { rejected: 'not-a-time' }
      if (event.computer === '') return { rejected: 'no-host' }
      const path = event.data('Image')
      const pid = event.data('ProcessId')
      const process = event.data('ProcessGuid') || pid
      if (process === '' || path === '') return { rejected: 'no-process' }
      // Sysmon writes UTC in CSV too.
      writer.clock('utc')
      const [domain, user] = accountOf(event.data('User'))
      const host = event.computer ?? ''
      const where = [host, domain, user, 'Windows', '', fileNameOf(path), path, '']
      const entry = { time, host, process }
      if (event.id === 1) {
        runs.start(entry, [...where, versionOf(event)])
        return { used: 'process created' }
      }
      if (event.id === 5) {
        runs.end(entry, [...where, ''], '')
        return { used: 'process ended' }
      }
      const module = fileNameOf(event.data('ImageLoaded'))
      if (module === '') return { rejected: 'no-module' }
      runs.load(entry, [...where, module, versionOf(event)], pid)
      return { used: 'module loaded' }
    },
    finish: runs.finish,
  }
}

export const sysmon = usageImporter({
  ...head,
  feeds: [31, 34, 53, 81, 82, 96, 105, 106, 130, 149, 150, 151],
  yieldsUsage: true,
  sourceName: 'Sysmon',
  longestLine: 16 * 1024 * 1024,
  detector: eventDetector(head, provider, '1|5|7'),
  rejections: {
    ...eventRejections,
    'no-module': {
      title: 'No module',
      explanation: 'The event of a load does not say what was loaded. It was left out; the others are kept.',
    },
  },
  createReader: (writer) => createWindowsEvents(writer, createHandler(writer)),
})

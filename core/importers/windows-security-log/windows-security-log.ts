import { fileNameOf } from '../runs/record-words.ts'
import { createRunJoins } from '../runs/run-joins.ts'
import { type UsageWriter, usageImporter } from '../usage-importer.ts'
import type { EventHandler, WindowsEvent } from '../windows-events/windows-event.ts'
import { eventDetector, eventRejections } from '../windows-events/windows-event-words.ts'
import { createWindowsEvents } from '../windows-events/windows-events.ts'

const head = { format: 'windows-security-log', title: 'Windows Security log' }
const provider = 'Microsoft[- ]Windows[- ][Ss]ecurity[- ][Aa]uditing\\.?'

const named = (text: string): string => (text === '-' ? '' : text)

/** `0x1f40` and `8000` are one process. */
const processOf = (text: string): string => (/^(?:0x[\da-f]+|\d+)$/i.test(text) ? `${Number(text)}` : '')

/** `0x0` is 0; from 0x80000000 on it is a status code, which everybody writes in hexadecimal. */
const exitStatusOf = (text: string): string => {
  const number = Number(text === '' ? Number.NaN : text)
  return Number.isNaN(number) || number >= 0x80000000 ? text.toLowerCase() : `${number}`
}

const attributesOf = (event: WindowsEvent, path: string): readonly string[] => {
  const target = named(event.data('TargetUserName'))
  const of = target === '' ? 'Subject' : 'Target'
  const user = target === '' ? named(event.data('SubjectUserName')) : target
  const domain = named(event.data(`${of}DomainName`))
  return [event.computer ?? '', domain, user, 'Windows', '', fileNameOf(path), path, '', '']
}

const createHandler = (writer: UsageWriter): EventHandler => {
  const runs = createRunJoins(writer)
  return {
    provider: new RegExp(`^${provider}$`),
    take(event) {
      const { id, time, computer: host = '' } = event
      const isTimed = !Number.isNaN(time)
      if (id === 4608 && isTimed) {
        runs.boot(time, host)
        return { used: 'start of the machine' }
      }
      if (id !== 4688 && id !== 4689) return { ignored: 'event of another kind' }
      if (!isTimed) return { rejected: 'not-a-time' }
      if (event.computer === '') return { rejected: 'no-host' }
      const isStart = id === 4688
      const process = processOf(event.data(isStart ? 'NewProcessId' : 'ProcessId'))
      const path = named(event.data(isStart ? 'NewProcessName' : 'ProcessName'))
      if (process === '' || path === '') return { rejected: 'no-process' }
      const entry = { time, host, process }
      const values = attributesOf(event, path)
      if (isStart) runs.start(entry, values)
      else runs.end(entry, values, exitStatusOf(event.data('Status') || event.data('ExitStatus')))
      return { used: isStart ? 'process created' : 'process ended' }
    },
    finish: runs.finish,
  }
}

export const windowsSecurityLog = usageImporter({
  ...head,
  feeds: [31, 34, 81, 82, 96, 130, 149, 150, 151],
  yieldsUsage: true,
  sourceName: 'Windows Security log',
  longestLine: 16 * 1024 * 1024,
  detector: eventDetector(head, provider, '4688|4689'),
  rejections: eventRejections,
  createReader: (writer) => createWindowsEvents(writer, createHandler(writer)),
})

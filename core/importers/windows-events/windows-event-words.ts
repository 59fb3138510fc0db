import type { FormatDetector } from '../../reading/detection.ts'
import type { Importer } from '../importer.ts'
import { isEventHeader } from './windows-event-csv.ts'

/** Why events of a Windows log are turned down. */
export const eventRejections: Importer['rejections'] = {
  'torn-event': {
    title: 'A torn event',
    explanation:
      'An event begins here and does not end, a quote is never closed, or the number of the event is missing. It was left out; the events after it are kept. Export the log again if many are torn.',
  },
  'not-a-time': {
    title: 'Not a time',
    explanation:
      'The event states no time between 1980 and 2100 that could be read. It was left out. In CSV the time is written as the computer is set up; XML has the same form everywhere.',
  },
  'no-host': {
    title: 'No computer',
    explanation:
      'The event does not name the computer it is from, so it cannot be told where the program ran. It was left out.',
  },
  'no-process': {
    title: 'No process or program',
    explanation:
      'The id of the process or the path of its program is missing. In CSV both stand in the message, which must be exported with it and be in English; XML has them in any language. The event was left out.',
  },
}

/** Knows a log by the provider of its events. @param ids of the events that count: `4688|4689` */
export const eventDetector = (
  head: Pick<FormatDetector, 'format' | 'title'>,
  provider: string,
  ids: string,
): FormatDetector => {
  const inXml = new RegExp(`<Provider\\b[^>]*\\bName\\s*=\\s*["']${provider}["']`)
  const idInXml = new RegExp(`<EventID\\b[^>]*>\\s*(?:${ids})\\s*<`)
  const inCsv = new RegExp(`(?:^|[",;\\t])${provider}(?:[",;\\t]|$)`)
  const idInCsv = new RegExp(`(?:^|[",;\\t])(?:${ids})(?:[",;\\t]|$)`)
  return {
    ...head,
    score: (lines) => {
      const text = lines.join('\n')
      const isXml = /<Event[\s>]/.test(text) && inXml.test(text)
      const isCsv = !isXml && lines.slice(0, 3).some(isEventHeader) && lines.some((line) => inCsv.test(line))
      const isWanted = isXml ? idInXml.test(text) : lines.some((line) => inCsv.test(line) && idInCsv.test(line))
      if (!isXml && !isCsv) return { score: 0, reason: `no events of the ${head.title}` }
      return {
        score: isWanted ? 0.95 : 0.6,
        reason: `events of the ${head.title} as ${isXml ? 'XML' : 'CSV'}${isWanted ? '' : ', none of a process at the beginning'}`,
      }
    },
  }
}

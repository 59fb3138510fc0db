import { usageImporter } from '../usage-importer.ts'
import { createHistoryReader } from './reader.ts'

const head = { format: 'browser-history', title: 'Browser history' }

export const browserHistory = usageImporter({
  ...head,
  feeds: [120, 123],
  yieldsUsage: true,
  sourceName: 'Browser histories',
  detector: {
    ...head,
    score: ([first = '', second = '']) => {
      const isHead = /^\{"history":/.test(first)
      const isVisit = second === '' || /^\{"visit":/.test(second)
      return isHead && isVisit
        ? { score: 0.95, reason: 'its first line says whose history it is' }
        : { score: 0, reason: 'its first line does not say whose history it is' }
    },
  },
  rejections: {
    'not-a-visit': {
      title: 'Not a visit',
      explanation: 'Number, time and address of a visit were expected. It was left out; the others count.',
    },
    'not-a-time': {
      title: 'The time is not a time',
      explanation:
        'It lies before 1990 or after 2099, so it cannot be told when the visit was. It was left out; look at the clock of the machine.',
    },
    'no-head': {
      title: 'No line says whose history it is',
      explanation:
        'The first line must name the browser. Without it the visits cannot be counted; import the history itself, or add that line.',
    },
  },
  createReader: createHistoryReader,
})

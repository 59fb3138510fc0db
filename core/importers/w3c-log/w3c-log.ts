import { usageImporter } from '../usage-importer.ts'
import { fieldNames, planOf } from './columns.ts'
import { createW3cReader } from './reader.ts'

const head = { format: 'w3c-log', title: 'Web proxy log (W3C extended)' }

export const w3cLog = usageImporter({
  ...head,
  feeds: [121],
  yieldsUsage: true,
  sourceName: 'Web proxy',
  detector: {
    ...head,
    score: (lines) => {
      const fields = lines.find((line) => /^#Fields:/i.test(line))
      if (fields === undefined) return { score: 0, reason: 'no #Fields line names its columns' }
      const plan = planOf(fieldNames(fields))
      return typeof plan === 'string'
        ? { score: 0.3, reason: 'its #Fields line names no address' }
        : { score: 0.95, reason: 'its #Fields line names an address' }
    },
  },
  rejections: {
    'no-fields': {
      title: 'No #Fields line above it',
      explanation:
        'Nothing says what its columns are: the beginning of the log is missing, or its #Fields line could not be used. Import the file with its head.',
    },
    'fields-missing': {
      title: 'A #Fields line without what is needed',
      explanation:
        'A client (c-ip) and an address (cs-uri, or cs-host with cs-uri-stem) are needed. Switch these fields on in the proxy; the lines below it cannot be used.',
    },
    'breaks-off': {
      title: 'Fewer columns than #Fields names',
      explanation: 'The line breaks off, or belongs to another log. It was left out.',
    },
    'not-a-time': {
      title: 'The time is not a time',
      explanation:
        'Date and time are missing or none, or lie before 1990 or after 2099, so it cannot be told when the request was. It was left out.',
    },
    'not-a-size': {
      title: 'The size is not a number of bytes',
      explanation: 'Negative, larger than any answer, or no number at all. The request was left out.',
    },
    'no-address': {
      title: 'No address of the web',
      explanation: 'The columns of the address hold none. The request was left out, for its site is not known.',
    },
  },
  createReader: createW3cReader,
})

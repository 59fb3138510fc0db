import { createHeldRecords, type HeldRecordKind } from '../runs/held-records.ts'
import { fileNameOf, recordDetector, recordRejections } from '../runs/record-words.ts'
import { usageImporter } from '../usage-importer.ts'

const head = { format: 'url-records', title: 'Address records' }

export const addressKind: HeldRecordKind = {
  record: 'address',
  subject: (field) => {
    const url = field('url')
    if (url === '') return 'no-address'
    return [
      field('host'),
      field('domain'),
      field('user'),
      field('system'),
      field('architecture'),
      field('executable') || fileNameOf(field('path')),
      url,
      field('title'),
    ]
  },
  identity: (field) => field('window'),
  detail: (pid) => pid,
}

export const urlRecords = usageImporter({
  ...head,
  feeds: [79],
  yieldsUsage: true,
  sourceName: 'Address records',
  detector: recordDetector(head, 'address'),
  rejections: {
    ...recordRejections,
    'no-address': {
      title: 'No address',
      explanation:
        'The field `url` is missing, and no line before told what this window shows. The line was left out; the others are kept.',
    },
  },
  createReader: (writer, resume) => createHeldRecords(writer, addressKind, resume),
})

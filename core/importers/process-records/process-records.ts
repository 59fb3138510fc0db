import { createHeldRecords, type HeldRecordKind } from '../runs/held-records.ts'
import { fileNameOf, recordDetector, recordRejections } from '../runs/record-words.ts'
import { usageImporter } from '../usage-importer.ts'

const head = { format: 'process-records', title: 'Process records' }

export const processKind: HeldRecordKind = {
  record: 'process',
  subject: (field) => {
    const path = field('path')
    const executable = field('executable') || fileNameOf(path)
    if (executable === '') return 'no-program'
    return [
      field('host'),
      field('domain'),
      field('user'),
      field('system'),
      field('architecture'),
      executable,
      path,
      field('application'),
      field('version'),
    ]
  },
  identity: () => '',
  detail: (_, exitStatus) => exitStatus,
}

export const processRecords = usageImporter({
  ...head,
  feeds: [31, 34, 35, 81, 82, 96, 130, 149, 150, 151],
  yieldsUsage: true,
  sourceName: 'Process records',
  detector: recordDetector(head, 'process'),
  rejections: {
    ...recordRejections,
    'no-program': {
      title: 'No program',
      explanation:
        'Neither `path` nor `executable` is there, and no line before told of the start of this process. The line was left out; the others are kept.',
    },
  },
  createReader: (writer, resume) => createHeldRecords(writer, processKind, resume),
})

import { createHeldRecords, type HeldRecordKind } from '../runs/held-records.ts'
import { fileNameOf, recordDetector, recordRejections } from '../runs/record-words.ts'
import { usageImporter } from '../usage-importer.ts'

const head = { format: 'module-records', title: 'Module records' }

export const moduleKind: HeldRecordKind = {
  record: 'module',
  subject: (field) => {
    const path = field('path')
    const executable = field('executable') || fileNameOf(path)
    const module = fileNameOf(field('module'))
    if (module === '') return 'no-module'
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
      module,
      field('version'),
    ]
  },
  identity: (field) => field('module'),
  detail: (pid) => pid,
}

export const moduleRecords = usageImporter({
  ...head,
  feeds: [53, 105, 106],
  yieldsUsage: true,
  sourceName: 'Module records',
  detector: recordDetector(head, 'module'),
  rejections: {
    ...recordRejections,
    'no-module': {
      title: 'No module',
      explanation: 'The field `module` is missing. The line was left out; the others are kept.',
    },
    'no-program': {
      title: 'No program',
      explanation:
        'Neither `path` nor `executable` names the program that loaded the module, and no line before told of it. The line was left out; the others are kept.',
    },
  },
  createReader: (writer, resume) => createHeldRecords(writer, moduleKind, resume),
})

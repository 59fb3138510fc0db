import type { DocumentedColumn } from './documented-columns.ts'

/** Columns of a table of licence events, and the names of the same in JSON Lines. */
export const licenceEventColumns: readonly DocumentedColumn[] = [
  {
    name: 'time',
    meaning: 'when it happened',
    isRequired: true,
    synonyms: ['timestamp', 'datetime', 'date time', 'date', 'start', 'start time', 'checkout time', 'event time'],
  },
  {
    name: 'event',
    meaning: 'what happened: out, in, denied, queued, dequeued, held, start, stop, capacity, known',
    isRequiredWithout: 'end',
    synonyms: ['event type', 'action', 'type', 'operation', 'status', 'activity'],
  },
  {
    name: 'end',
    meaning: 'when a use that the row tells as a whole was over',
    synonyms: ['end time', 'checkin time', 'check in', 'until', 'stop', 'logout time'],
  },
  {
    name: 'feature',
    meaning: 'the licensed feature or product',
    isRequired: true,
    synonyms: ['product', 'product name', 'feature name', 'application', 'module', 'licence', 'license', 'software'],
  },
  { name: 'version', meaning: 'version of the licence', synonyms: ['feature version', 'product version'] },
  {
    name: 'user',
    meaning: 'who',
    synonyms: ['user name', 'username', 'user id', 'login', 'account', 'email', 'person', 'employee'],
  },
  {
    name: 'host',
    meaning: 'the machine it was on',
    synonyms: [
      'host name',
      'machine',
      'machine name',
      'computer',
      'computer name',
      'workstation',
      'client',
      'device',
      'pc',
    ],
  },
  {
    name: 'count',
    meaning: 'how many licences; 1 where empty',
    synonyms: ['licences', 'licenses', 'quantity', 'used', 'seats'],
  },
  { name: 'handle', meaning: 'what ties a check-in to its checkout', synonyms: ['session', 'session id', 'id'] },
  {
    name: 'capacity',
    meaning: 'how many licences there are from then on, or `uncounted`',
    synonyms: ['available', 'total', 'max', 'limit', 'max available', 'total licences', 'total licenses', 'issued'],
  },
  { name: 'reason', meaning: 'why it was denied', synonyms: ['message', 'error', 'details', 'description'] },
  { name: 'server', meaning: 'name of the licence server', synonyms: ['licence server', 'license server', 'source'] },
  { name: 'daemon', meaning: 'vendor daemon, or vendor', synonyms: ['vendor', 'vendor daemon', 'publisher', 'isv'] },
  { name: 'manager', meaning: 'the licence manager: RLM, LM-X, ...', synonyms: ['licence manager', 'license manager'] },
  { name: 'package', meaning: 'package that the feature is part of', synonyms: ['suite', 'bundle', 'collection'] },
  { name: 'project', meaning: 'what it was used for', synonyms: ['project name', 'project id', 'job'] },
  { name: 'application version', meaning: 'version of the program', synonyms: ['client version', 'program version'] },
  { name: 'licence type', meaning: 'kind of licence', synonyms: ['license type', 'licence kind', 'license kind'] },
  {
    name: 'state',
    meaning: '`borrowed` of a licence that was taken offline, or `linger`',
    synonyms: ['licence state'],
  },
]

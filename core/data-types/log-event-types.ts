import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { debugLog, flexnetLog } from './needed-inputs.ts'

export const type52 = defineDataType({
  id: 52,
  name: 'Denied License Use Logfile',
  family: 'events',
  description:
    'Who asked a FlexNet server for a feature and did not get it? Every failed request counts, repeats and false denials too.',
  classifications: [
    'Vendor License',
    'Feature',
    classification('user', 'User', { help: 'Name of the user who asked.' }),
    classification('host', 'Host', { help: 'Name of the machine that asked.' }),
    classification('request-status', 'Status', { values: ['denied', 'unsupported'] }),
    'Prime time (deprecated)',
  ],
  measurements: [measurement('failed-requests', 'Record count')],
  needs: flexnetLog,
})

export const type75 = defineDataType({
  id: 75,
  name: 'License Logfile Events',
  family: 'events',
  description:
    'What happened to each feature, and to whom: check-outs, check-ins, denials, queueing? Denials that another licence made good are told apart.',
  classifications: [
    'Vendor License',
    'Feature',
    'Prime time (deprecated)',
    classification('event-type', 'Event type', {
      help: 'What the log line says. removed is a check-in of a licence that lay idle for too long.',
      values: ['in', 'out', 'upgrade', 'denied', 'unsupported', 'removed', 'queued'],
    }),
    'User group',
    'User name',
    'Host group',
    'Host name',
    classification('details', 'Details', {
      help: 'The reason in words, without its codes. The list is open: logs have other reasons too.',
      values: [
        'Cannot borrow that long.',
        'License server system does not support this version of this feature.',
        'Licensed number of users already reached.',
      ],
    }),
    'Forward Vendor License',
  ],
  measurements: ['Record count', 'Events'],
  needs: flexnetLog,
})

export const type104 = defineDataType({
  id: 104,
  name: 'License Logfile Events v2.0',
  family: 'events',
  description:
    'What happened on the licence servers, starts and rereads included? False denials, and check-ins or check-outs that lost their partner, have event types of their own.',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    'Feature version',
    classification('event-type', 'Event type', {
      help: 'What happened. FALSE DENIAL was granted within seconds, USAGE NOT FOUND came in without going out, FALSE USAGE was still out at the end of a run.',
      values: [
        'DAEMON START',
        'CHECK OUT',
        'CHECK IN',
        'TIMED OUT',
        'FALSE DENIAL',
        'FEATURE INCREMENT',
        'USAGE TRACE ON',
        'USAGE TRACE OFF',
        'USAGE NOT FOUND',
        'FALSE USAGE',
        'DENIED',
        'UNSUPPORTED',
        'QUEUED',
        'RELOAD LICENSE',
      ],
    }),
    'Event subtype',
    'User',
    'Host name',
    'Details',
  ],
  measurements: ['Record count', 'Events'],
  needs: debugLog,
})

export const type129 = defineDataType({
  id: 129,
  name: 'FlexNet Log Events',
  family: 'events',
  description:
    'What happened to each FlexNet feature and its package, and to whom? Where the log states it, also which feature a cascading request began with.',
  classifications: [
    'Vendor License',
    'Package',
    'Feature',
    classification('event-type', 'Event type', {
      help: 'What the log line says. The two CASCADE types come from sources that state how a request moved on.',
      values: ['in', 'out', 'upgrade', 'denied', 'unsupported', 'removed', 'queued', 'CASCADE_OUT', 'CASCADE_DENIED'],
    }),
    'User name',
    'Host name',
    classification('details', 'Details', { help: 'The reason of a denial in words, without its codes; else undef.' }),
    'Cascade origin',
  ],
  measurements: ['Record count', 'Events'],
  needs: flexnetLog,
})

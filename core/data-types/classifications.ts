import type { Classification, ClassificationConcept } from './data-type.ts'

/** The labels of the seed that always mean the same. `License type`, `Group` and the like are spelled out by their types. */
const conceptOfLabel = {
  'Vendor License': 'vendor-licence',
  'Forward Vendor License': 'forward-vendor-licence',
  'Vendor Daemon': 'vendor-daemon',
  'License hosts': 'licence-hosts',
  'License manager': 'licence-manager',
  Package: 'package',
  Feature: 'feature',
  'Feature version': 'feature-version',
  'Feature Version': 'feature-version',
  Featureset: 'featureset',
  'Featureset version': 'featureset-version',
  'Application version': 'application-version',
  'Max available licenses': 'capacity',
  'Used licenses': 'level',
  'Daemon status': 'daemon-status',
  'Daemon Status': 'daemon-status',
  'Usage type': 'usage-type',
  'Customer ID': 'customer',
  Category: 'category',
  URI: 'server-uri',
  'Licensing model': 'licensing-model',
  'Licensing model status': 'licensing-model-status',
  'Licensing model assignment': 'licensing-model-assignment',
  User: 'user',
  'User name': 'user',
  'User group': 'user-group',
  'User Group': 'user-group',
  Host: 'host',
  'Host name': 'host',
  'Host group': 'host-group',
  'Group type': 'group-type',
  Group: 'group',
  'Prime time (deprecated)': 'prime',
  Time: 'stated-time',
  'Event subtype': 'event-subtype',
  Details: 'details',
  'Cascade origin': 'cascade-origin',
  Application: 'application',
  Executable: 'executable',
  Path: 'path',
  Module: 'module',
  PID: 'process-id',
  'Exit Status': 'exit-status',
  'Exit status': 'exit-status',
  Domain: 'domain',
  Architecture: 'architecture',
  OS: 'operating-system',
  'Software ID': 'software-id',
  'Software title': 'software-title',
  'Web domain': 'web-domain',
  URL: 'url',
  'Window title': 'page-title',
  Title: 'page-title',
  'Web browser': 'browser',
  'Data type': 'dongle-type',
  'Serial number': 'serial-number',
  Vendor: 'vendor',
  'Vendor code': 'vendor-code',
  'Feature code': 'feature-code',
  Type: 'collector',
} as const satisfies Record<string, ClassificationConcept>

export type ClassificationLabel = keyof typeof conceptOfLabel

const valuesOfConcept: Partial<Record<ClassificationConcept, readonly string[]>> = {
  prime: ['prime', 'non-prime', 'undef'],
  'daemon-status': ['error', 'missing', 'ok'],
  'usage-type': ['total', 'overdraft'],
  'feature-or-featureset': ['feature', 'featureset'],
  'licence-purpose': ['Interface', 'Render'],
  category: ['Online', 'Offline', 'Dongle'],
  'licensing-model': ['NamedUsers', 'ConcurrentUser', 'Token'],
  'licensing-model-status': ['active', 'inactive'],
  'licensing-model-assignment': ['assigned', 'unassigned'],
}

const helpOfConcept: Record<ClassificationConcept, string> = {
  'vendor-licence':
    'Licence server and vendor daemon, as server;daemon. A rename table in the settings may replace it.',
  'forward-vendor-licence':
    'The vendor licence that granted the feature after all, for a denial that proved false; else undef.',
  'vendor-daemon': 'The vendor daemon that serves the licences.',
  'licence-hosts': 'The licence server, or the list of servers whose licences form one pool.',
  'licence-manager': 'Kind of licence manager, such as flex, rlm or dsls.',
  'licence-state': 'State of the licence as a code: 1 is online, 2 is queued, a blank is unknown.',
  'licence-purpose': 'Whether the licence opens the user interface or lets a machine render.',
  package: 'The package that lists the feature. Several are joined by +; a feature in no package has <none>.',
  feature: 'The licensed feature, named as in the source.',
  'feature-version': 'Version of the feature, as the source states it.',
  'feature-or-featureset':
    'Whether the row is about a single feature or about a featureset. Both kinds of row describe the same use.',
  featureset: 'The product behind the features held: the cheapest sets of featureset.map that together cover them.',
  'featureset-version': 'Version of the featureset, from featureset.map.',
  'application-version': 'Version of the program that took the licence, where the server tells it; else undef.',
  capacity:
    'How many licences there were. undef when nothing states the number, uncounted when there is no limit. A change inside an hour splits the record.',
  level: 'How many licences were held at once. Each level reached inside an hour has a record of its own.',
  'queued-level':
    'How many licences were waited for at once. Each level reached inside an hour has a record of its own.',
  'daemon-status':
    'ok when the server answered, error when asking it failed, missing when nobody asked. Only ok time has a part in averages, maxima and minima.',
  'usage-type':
    'total is all use, overdraft only the part above the entitled number. Two views of one thing: never add them.',
  customer: 'The customer that the numbers belong to, as set in the settings; undef when not set.',
  category: 'How the licence reaches the machine: from the online service, for offline use, or on a dongle.',
  'server-uri': 'Address of the V-Ray licence server that was asked.',
  'licensing-model':
    'How the licence is counted. Token is in the list of values, yet token licences do not reach this type.',
  'licensing-model-status': 'Whether the licensing model is in force at that moment.',
  'licensing-model-assignment': 'Whether the licence has been given to a named user.',
  user: 'Name of the user, written as in the source.',
  'user-group': 'Group of the user in license-user-mapping, where the first match wins. undef when nothing matches.',
  host: 'Name of the machine, written as in the source.',
  'host-group': 'Group of the machine in license-host-mapping, where the first match wins. undef when nothing matches.',
  'group-type': 'Kind of user group, such as department or site, from user-to-groups.map.',
  group: 'User group of that kind, from user-to-groups.map. A user of several groups counts in each of them.',
  'host-group-type': 'Kind of host group, such as building or cluster, from host-to-groups.map.',
  'typed-host-group':
    'Host group of that kind, from host-to-groups.map. A machine of several groups counts in each of them.',
  prime: 'Inside or outside the working hours of the calendar in the settings; undef without a calendar.',
  'stated-time': 'Start of the event or period, as the source states it.',
  'event-type': 'What happened, in one word.',
  'event-subtype':
    'Codes of a denial, reason of a check-in, or whether a false denial was forwarded or local; else undef.',
  'request-status': 'denied when the feature could not be had, unsupported when the server does not know it.',
  details: 'The reason in words, without its codes.',
  'cascade-origin': 'The feature that was asked for first, when the request moved on to another one.',
  application: 'Name of the program.',
  executable: 'File name of the program.',
  path: 'Folder and file name from which the program was started.',
  module: 'Library that the program loaded, such as a DLL.',
  'process-id': 'Number that the operating system gave the process.',
  'exit-status': 'Number with which the program ended.',
  domain: 'Network domain of the machine.',
  architecture: 'Processor architecture of the machine.',
  'operating-system': 'Operating system of the machine.',
  'software-id': 'Product number of the software in featureset.map.',
  'software-title': 'Name of the software in featureset.map, whatever its features are called.',
  'web-application': 'The web application that the address belongs to; UNMAPPED until its domain is given one.',
  'web-domain': 'Domain part of the address.',
  url: 'The address that was opened.',
  'page-title': 'Title of the page.',
  browser: 'The browser that opened the page.',
  'dongle-host': 'The machine that the dongle is plugged into, or the licence server that holds its licences.',
  'dongle-type': 'Kind of dongle, such as CodeMeter or WibuKey.',
  'serial-number': 'Serial number of the dongle.',
  vendor: 'Firm that issued the licence on the dongle, by name.',
  'vendor-code': 'Firm that issued the licence on the dongle, by firm code.',
  'feature-code': 'Product code of the feature on the dongle.',
  collector: 'The program that gathered the numbers from the vendor.',
}

/** A classification whose help or values differ from its concept's, or whose label has several meanings. */
export function classification(
  concept: ClassificationConcept,
  name: string,
  odd: { readonly help?: string; readonly values?: readonly string[] } = {},
): Classification {
  const help = odd.help ?? helpOfConcept[concept]
  const values = odd.values ?? valuesOfConcept[concept]
  return values ? { name, concept, values, help } : { name, concept, help }
}

export function classificationOfLabel(label: ClassificationLabel): Classification {
  return classification(conceptOfLabel[label], label)
}

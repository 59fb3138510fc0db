import { classification } from './classifications.ts'
import { defineDataType } from './define-data-type.ts'
import { measurement } from './measurements.ts'
import { addressBar, browserHistory, proxyLog } from './needed-inputs.ts'

const webApplication = classification('web-application', 'Application')

export const type79 = defineDataType({
  id: 79,
  name: 'Internet Explorer URL Use',
  family: 'application-use',
  description:
    'Which addresses did Internet Explorer show to whom, and for how long? Without a list of addresses to watch, folders and network paths appear too.',
  classifications: [
    'Domain',
    'Host',
    'Architecture',
    'OS',
    classification('url', 'URL', { help: 'What stood in the address bar.' }),
    'Window title',
    'Prime time (deprecated)',
    classification('user', 'User name', { help: 'Who used the browser.' }),
    'PID',
    classification('executable', 'Executable', { help: 'Where the file of the browser lies.' }),
  ],
  measurements: [
    'Record count',
    measurement('elapsed', 'Elapsed time', 'Hours for which the address was shown, added up.'),
    'Distinct',
  ],
  needs: addressBar,
})

export const type120 = defineDataType({
  id: 120,
  name: 'Web App Browser Log',
  family: 'web',
  description: 'Who visited which web application and which of its pages, and how often? Read from browser histories.',
  classifications: [webApplication, 'Web domain', 'URL', 'Title', 'Web browser', 'Host', 'User'],
  measurements: [measurement('visits', 'Count'), 'Distinct'],
  needs: browserHistory,
})

export const type121 = defineDataType({
  id: 121,
  name: 'Web App Proxy Log',
  family: 'web',
  description:
    'Which web applications were used from which machine, how often, and with how much traffic? Read from proxy logs.',
  classifications: [webApplication, 'Web domain', 'URL', 'Host'],
  measurements: [measurement('visits', 'Count', 'Number of requests for the page.'), 'Data stream'],
  needs: proxyLog,
})

export const type123 = defineDataType({
  id: 123,
  name: 'Web App Total Use',
  family: 'time-at-level',
  description:
    'How many sessions of each web application were open at once? A session lasts from a visit until the time-out of its application.',
  classifications: [
    webApplication,
    classification('level', 'Concurrent instances', {
      help: 'How many sessions were open at once. Each level reached inside an hour has a record of its own.',
    }),
  ],
  measurements: [
    measurement('visits', 'Record count', 'Number of visits that fell into the time at this level.'),
    measurement(
      'running',
      'Running time',
      'Hours for which exactly this many sessions were open. The time-out of an application, set in minutes, keeps one open.',
    ),
    measurement('maximum', 'Max in use', 'Most sessions open at once for longer than zero seconds.'),
    'Elapsed time',
    'Distinct',
  ],
  needs: browserHistory,
})

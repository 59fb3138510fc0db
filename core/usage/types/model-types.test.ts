import { expect, test } from 'vitest'
import { usageFixture } from '../usage-fixture.ts'

const part = {
  server: 'dsls1',
  daemon: '',
  manager: 'DSLS',
  feature: 'PRT',
  version: '2024',
  model: 'ConcurrentUser',
  modelStatus: 'active',
  modelAssignment: 'assigned',
}

const hour = () => {
  const fixture = usageFixture()
  fixture.source({
    held: [
      ['8:00', '8:30', { ...part, user: 'ada', host: 'ws1' }],
      ['8:15', '9:00', { ...part, user: 'ben', host: 'ws2' }],
      ['8:00', '9:00', { ...part, feature: 'OLD', modelStatus: 'inactive', user: 'ada', host: 'ws1' }],
      ['8:00', '9:00', { ...part, model: 'Token', user: 'ada', host: 'ws1' }],
      ['8:00', '9:00', { ...part, model: '', user: 'ada', host: 'ws1' }],
    ],
    observed: [['8:00', '10:00', 'dsls1', '']],
    capacity: [['8:00', { ...part, modelStatus: '', modelAssignment: '' }, 5]],
  })
  return fixture
}
const shape = [
  'Feature',
  'Max available licenses',
  'Used licenses',
  'Licensing model',
  'Licensing model status',
  'Licensing model assignment',
]

test('124: levels of each user, in the hours in which they used something', () => {
  expect(hour().report(124, { groupBy: ['User', ...shape] })).toMatchInlineSnapshot(`
    [
      "8:00  OLD | ada | undef | 1 | ConcurrentUser | inactive | assigned  Record count 1, Running time 1, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 1, Active time 0, Distinct 1",
      "8:00  PRT | ada | 5 | 0 | ConcurrentUser | active | assigned  Record count 1, Running time 0.5, Avg in use 0, Max in use 0, Min in use 0, Elapsed time 0, Active time 0, Distinct 1",
      "8:00  PRT | ada | 5 | 1 | ConcurrentUser | active | assigned  Record count 1, Running time 0.5, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 0.5, Active time 0.5, Distinct 1",
      "8:00  PRT | ben | 5 | 0 | ConcurrentUser | active | assigned  Record count 1, Running time 0.25, Avg in use 0, Max in use 0, Min in use 0, Elapsed time 0, Active time 0, Distinct 1",
      "8:00  PRT | ben | 5 | 1 | ConcurrentUser | active | assigned  Record count 1, Running time 0.75, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 0.75, Active time 0.75, Distinct 1",
    ]
  `)
})

test('125: levels of all, idle time too; what is not active has no active time', () => {
  expect(hour().report(125, { groupBy: shape })).toMatchInlineSnapshot(`
    [
      "8:00  OLD | undef | 1 | ConcurrentUser | inactive | assigned  Record count 1, Running time 1, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 1, Active time 0, Distinct 1",
      "8:00  PRT | 5 | 1 | ConcurrentUser | active | assigned  Record count 1, Running time 0.75, Avg in use 1, Max in use 1, Min in use 1, Elapsed time 0.75, Active time 0.75, Distinct 1",
      "8:00  PRT | 5 | 2 | ConcurrentUser | active | assigned  Record count 1, Running time 0.25, Avg in use 2, Max in use 2, Min in use 2, Elapsed time 0.5, Active time 0.25, Distinct 1",
      "9:00  OLD | undef | 0 | ConcurrentUser | inactive | assigned  Record count 1, Running time 1, Avg in use 0, Max in use 0, Min in use 0, Elapsed time 0, Active time 0, Distinct 1",
      "9:00  PRT | 5 | 0 | ConcurrentUser | active | assigned  Record count 1, Running time 1, Avg in use 0, Max in use 0, Min in use 0, Elapsed time 0, Active time 0, Distinct 1",
    ]
  `)
})

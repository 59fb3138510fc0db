import { expect, test } from 'vitest'
import { usageFixture } from '../usage-fixture.ts'

const render = {
  server: 'vray1',
  daemon: '',
  manager: 'V-Ray',
  feature: 'V-Ray Render',
  licenceType: 'Render',
  category: 'Online',
  uri: 'http://vray1:30304',
}

const hour = () => {
  const fixture = usageFixture()
  fixture.source({
    held: [
      ['8:00', '9:00', { ...render, user: 'ada', host: 'ws1' }],
      ['8:30', '9:00', { ...render, user: 'ada', host: 'node1' }, 2],
      ['8:00', '8:15', { ...render, user: 'ben', host: 'ws2' }],
    ],
    observed: [['8:00', '9:00', 'vray1', '']],
    capacity: [
      ['8:00', render, 5],
      ['8:00', { ...render, feature: 'V-Ray Interface', licenceType: 'Interface', category: 'Dongle' }, 1],
    ],
  })
  return fixture
}

test('131: levels by License type and category', () => {
  expect(hour().report(131)).toMatchInlineSnapshot(`
    [
      "8:00  vray1; | V-Ray Interface | undef | Interface | Dongle | 1 | 0 | http://vray1:30304  Record count 1, Running time 1, Avg in use 0, Max in use 0, Min in use 0, Avg utilization 0, Max utilization 0, Min utilization 0, Elapsed time 0, Distinct 1",
      "8:00  vray1; | V-Ray Render | undef | Render | Online | 5 | 1 | http://vray1:30304  Record count 1, Running time 0.25, Avg in use 1, Max in use 1, Min in use 1, Avg utilization 20, Max utilization 20, Min utilization 20, Elapsed time 0.25, Distinct 1",
      "8:00  vray1; | V-Ray Render | undef | Render | Online | 5 | 2 | http://vray1:30304  Record count 1, Running time 0.25, Avg in use 2, Max in use 2, Min in use 2, Avg utilization 40, Max utilization 40, Min utilization 40, Elapsed time 0.5, Distinct 1",
      "8:00  vray1; | V-Ray Render | undef | Render | Online | 5 | 3 | http://vray1:30304  Record count 1, Running time 0.5, Avg in use 3, Max in use 3, Min in use 3, Avg utilization 60, Max utilization 60, Min utilization 60, Elapsed time 1.5, Distinct 1",
    ]
  `)
})

test('132: levels of each user', () => {
  expect(hour().report(132)).toMatchInlineSnapshot(`
    [
      "8:00  vray1; | V-Ray Render | undef | Render | Online | ada | 1  Record count 1, Elapsed time 0.5, Max used 1, Duration 0.5, Distinct 1",
      "8:00  vray1; | V-Ray Render | undef | Render | Online | ada | 3  Record count 1, Elapsed time 1.5, Max used 3, Duration 0.5, Distinct 1",
      "8:00  vray1; | V-Ray Render | undef | Render | Online | ben | 1  Record count 1, Elapsed time 0.25, Max used 1, Duration 0.25, Distinct 1",
    ]
  `)
})

import { expect, test } from 'vitest'
import { type Subject, usageFixture } from '../usage-fixture.ts'

const mesh: Subject<'module'> = {
  host: 'ws1',
  domain: 'EXAMPLE',
  user: 'ada',
  system: 'Windows 11',
  architecture: 'x86_64',
  executable: 'cadx.exe',
  application: 'Cad X',
  module: 'mesh.dll',
}

/** Process 41 loads two modules, one inside the time of the other; process 42 runs beside it, and Ben's on another machine. */
const modules = () => {
  const fixture = usageFixture()
  fixture.source({
    about: 'module',
    kind: 'events',
    held: [
      ['8:00', '9:00', mesh, 1, '41'],
      ['8:10', '8:40', { ...mesh, module: 'render.dll' }, 1, '41'],
      ['8:30', '9:30', mesh, 1, '42'],
      ['9:00', '9:15', { ...mesh, host: 'ws2', user: 'ben' }, 1, '41'],
    ],
    observed: [['8:00', '10:00', 'ws1', '']],
  })
  return fixture
}

test('53: a process counts once, however many modules it loaded', () => {
  expect(modules().report(53, { groupBy: ['Host', 'Executable', 'Application', 'User'] })).toMatchInlineSnapshot(`
    [
      "8:00  ws1 | cadx.exe | Cad X | ada  Count 2, Elapsed Time 1.5, Distinct 1",
      "9:00  ws1 | cadx.exe | Cad X | ada  Count 0, Elapsed Time 0.5, Distinct 1",
      "9:00  ws2 | cadx.exe | Cad X | ben  Count 1, Elapsed Time 0.25, Distinct 1",
    ]
  `)
})

test('105: how long each user had each module loaded', () => {
  expect(modules().report(105)).toMatchInlineSnapshot(`
    [
      "8:00  Cad X | mesh.dll | ws1 | ada | undef  Record count 1, Elapsed time 1.5",
      "8:00  Cad X | render.dll | ws1 | ada | undef  Record count 1, Elapsed time 0.5",
      "9:00  Cad X | mesh.dll | ws1 | ada | undef  Record count 1, Elapsed time 0.5",
      "9:00  Cad X | mesh.dll | ws2 | ben | undef  Record count 1, Elapsed time 0.25",
    ]
  `)
})

test('106: how often a module was loaded at once', () => {
  expect(modules().report(106)).toMatchInlineSnapshot(`
    [
      "8:00  mesh.dll | 1  Record count 1, Duration 0.5, Elapsed time 0.5",
      "8:00  mesh.dll | 2  Record count 1, Duration 0.5, Elapsed time 1",
      "8:00  render.dll | 0  Record count 1, Duration 0.333333, Elapsed time 0",
      "8:00  render.dll | 1  Record count 1, Duration 0.5, Elapsed time 0.5",
      "9:00  mesh.dll | 0  Record count 1, Duration 0.5, Elapsed time 0",
      "9:00  mesh.dll | 1  Record count 1, Duration 0.25, Elapsed time 0.25",
      "9:00  mesh.dll | 2  Record count 1, Duration 0.25, Elapsed time 0.5",
      "9:00  render.dll | 0  Record count 1, Duration 1, Elapsed time 0",
    ]
  `)
})

import { expect, test } from 'vitest'
import { type Subject, usageFixture } from '../usage-fixture.ts'

const cad: Subject<'process'> = {
  host: 'ws1',
  domain: 'EXAMPLE',
  user: 'ada',
  system: 'Windows 11',
  architecture: 'x86_64',
  executable: 'cadx.exe',
  path: 'C:\\Programs\\Cad X\\cadx.exe',
}
const maps = {
  'application.map': 'MAP: Cad X (24)\ncadx.exe\ncadx\n',
  'user-to-groups.map': 'MAP: Design (Department)\nada\nben\n',
  'software-catalogue.map': 'MAP: Cad X (SW-7)\ncadx*\n',
}

/** Two copies of Ada's overlap from 8:30 to 9:15; Ben runs it on Linux; the shell stands in no map. Every machine was watched until 11:00. */
const machines = () => {
  const fixture = usageFixture()
  fixture.source({
    about: 'process',
    kind: 'events',
    held: [
      ['8:00', '9:15', cad, 1, '0'],
      ['8:30', '10:00', cad, 1, '0'],
      ['8:50', '8:50', cad, 1, '1'],
      ['8:00', '8:30', { ...cad, executable: 'shell.exe', path: '' }, 1, '0'],
    ],
    observed: [['8:00', '11:00', 'ws1', '']],
  })
  fixture.source({
    about: 'process',
    kind: 'events',
    held: [['9:00', '9:30', { host: 'node5', user: 'ben', system: 'Linux', executable: 'cadx' }]],
    observed: [['9:00', '10:30', 'node5', '']],
  })
  return fixture
}

test('31: runs count in the hour in which they begin; 130: in every hour', () => {
  const shape = ['Executable', 'Application', 'User']
  expect(machines().report(31, { maps, groupBy: [...shape, 'Exit Status'] })).toMatchInlineSnapshot(`
    [
      "8:00  cadx.exe | Cad X | ada | 0  Count 2, Elapsed Time 1.5, Distinct 1",
      "8:00  cadx.exe | Cad X | ada | 1  Count 1, Elapsed Time 0, Distinct 1",
      "8:00  shell.exe | shell.exe | ada | 0  Count 1, Elapsed Time 0.5, Distinct 1",
      "9:00  cadx | Cad X | ben | undef  Count 1, Elapsed Time 0.5, Distinct 1",
      "9:00  cadx.exe | Cad X | ada | 0  Count 0, Elapsed Time 1.25, Distinct 1",
    ]
  `)
  expect(machines().report(130, { maps, groupBy: [...shape, 'Exit status'] })).toMatchInlineSnapshot(`
    [
      "8:00  cadx.exe | Cad X | ada | 0  Count 2, Elapsed time 1.5, Distinct 1",
      "8:00  cadx.exe | Cad X | ada | 1  Count 1, Elapsed time 0, Distinct 1",
      "8:00  shell.exe | shell.exe | ada | 0  Count 1, Elapsed time 0.5, Distinct 1",
      "9:00  cadx | Cad X | ben | undef  Count 1, Elapsed time 0.5, Distinct 1",
      "9:00  cadx.exe | Cad X | ada | 0  Count 2, Elapsed time 1.25, Distinct 1",
    ]
  `)
  expect(machines().report(130, { by: 'total', where: { Executable: ['shell.exe'] } })).toMatchInlineSnapshot(`
    [
      "8:00  EXAMPLE | ws1 | x86_64 | Windows 11 | shell.exe | shell.exe | undef | undef | ada | 0  Count 1, Elapsed time 0.5, Distinct 1",
    ]
  `)
})

test('34: copies at once over all machines, in seconds; 35: on Unix machines', () => {
  const fixture = machines()
  expect(fixture.report(34, { maps, groupBy: ['Application', 'Concurrent'] })).toMatchInlineSnapshot(`
    [
      "8:00  Cad X | 1  Record count 1, Running time 1800, Max in use 1",
      "8:00  Cad X | 2  Record count 1, Running time 1800, Max in use 2",
      "8:00  shell.exe | 0  Record count 1, Running time 1800, Max in use 0",
      "8:00  shell.exe | 1  Record count 1, Running time 1800, Max in use 1",
      "9:00  Cad X | 0  Record count 1, Running time 1800, Max in use 0",
      "9:00  Cad X | 1  Record count 2, Running time 4500, Max in use 1",
      "9:00  Cad X | 2  Record count 1, Running time 900, Max in use 2",
      "9:00  shell.exe | 0  Record count 1, Running time 3600, Max in use 0",
      "10:00  Cad X | 0  Record count 2, Running time 7200, Max in use 0",
      "10:00  shell.exe | 0  Record count 1, Running time 3600, Max in use 0",
    ]
  `)
  expect(fixture.report(35, { maps })).toMatchInlineSnapshot(`
    [
      "9:00  Cad X | 0 | undef  Record count 1, Running time 1800, Max in use 0",
      "9:00  Cad X | 1 | undef  Record count 1, Running time 1800, Max in use 1",
      "10:00  Cad X | 0 | undef  Record count 1, Running time 3600, Max in use 0",
    ]
  `)
})

test('81, 82: on each machine, whatever the number of copies', () => {
  expect(machines().report(81, { maps, groupBy: ['Host', 'Application'] })).toMatchInlineSnapshot(`
    [
      "8:00  ws1 | Cad X  Record count 1, Max used 2, Active time 1, Elapsed time 1.5",
      "8:00  ws1 | shell.exe  Record count 1, Max used 1, Active time 0.5, Elapsed time 0.5",
      "9:00  node5 | Cad X  Record count 1, Max used 1, Active time 0.5, Elapsed time 0.5",
      "9:00  ws1 | Cad X  Record count 1, Max used 2, Active time 1, Elapsed time 1.25",
    ]
  `)
  expect(machines().report(82, { maps, by: 'total', groupBy: ['Host', 'Executable'] })).toMatchInlineSnapshot(`
    [
      "8:00  node5 | cadx  Count 1, Max used 1, Active time 0.5, Elapsed time 0.5",
      "8:00  ws1 | cadx.exe  Count 2, Max used 2, Active time 2, Elapsed time 2.75",
      "8:00  ws1 | shell.exe  Count 1, Max used 1, Active time 0.5, Elapsed time 0.5",
    ]
  `)
})

test('96: each run, cut at the hours', () => {
  expect(machines().report(96, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  2024-03-04T08:00:00+00:00 | 0.500000 | EXAMPLE | ws1 | ada | shell.exe | undef | shell.exe | 0 | Windows 11 | x86_64 | 1  ",
      "8:00  2024-03-04T08:00:00+00:00 | 1.000000 | EXAMPLE | ws1 | ada | Cad X | C:\\Programs\\Cad X\\cadx.exe | cadx.exe | 0 | Windows 11 | x86_64 | 1  ",
      "8:00  2024-03-04T08:30:00+00:00 | 0.500000 | EXAMPLE | ws1 | ada | Cad X | C:\\Programs\\Cad X\\cadx.exe | cadx.exe | 0 | Windows 11 | x86_64 | 1  ",
      "9:00  2024-03-04T09:00:00+00:00 | 0.250000 | EXAMPLE | ws1 | ada | Cad X | C:\\Programs\\Cad X\\cadx.exe | cadx.exe | 0 | Windows 11 | x86_64 | 1  ",
      "9:00  2024-03-04T09:00:00+00:00 | 0.500000 | undef | node5 | ben | Cad X | undef | cadx | undef | Linux | undef | 1  ",
      "9:00  2024-03-04T09:00:00+00:00 | 1.000000 | EXAMPLE | ws1 | ada | Cad X | C:\\Programs\\Cad X\\cadx.exe | cadx.exe | 0 | Windows 11 | x86_64 | 1  ",
    ]
  `)
})

test('149, 150, 151: software of the catalogue; what is not in it is left out and told', () => {
  const fixture = machines()
  expect(fixture.report(149, { maps, to: '10:00' })).toMatchInlineSnapshot(`
    [
      "8:00  SW-7 | Cad X | 1  Record count 1, Duration 0.5, Elapsed time 0.5, Max in use 1",
      "8:00  SW-7 | Cad X | 2  Record count 1, Duration 0.5, Elapsed time 1, Max in use 2",
      "9:00  SW-7 | Cad X | 1  Record count 1, Duration 0.5, Elapsed time 0.5, Max in use 1",
      "9:00  SW-7 | Cad X | 2  Record count 1, Duration 0.25, Elapsed time 0.5, Max in use 2",
      "9:00  SW-7 | Cad X | 3  Record count 1, Duration 0.25, Elapsed time 0.75, Max in use 3",
    ]
  `)
  expect(fixture.report(150, { maps })).toMatchInlineSnapshot(`
    [
      "8:00  SW-7 | Cad X | Department | Design  Record count 1, Duration 1, Elapsed time 1.5, Max in use 2",
      "9:00  SW-7 | Cad X | Department | Design  Record count 1, Duration 1, Elapsed time 1.75, Max in use 3",
    ]
  `)
  expect(fixture.report(151, { maps, by: 'total' })).toMatchInlineSnapshot(`
    [
      "8:00  SW-7 | Cad X | Linux | ben | node5  Record count 1, Duration 0.5, Elapsed time 0.5, Max in use 1, Distinct 1",
      "8:00  SW-7 | Cad X | Windows 11 | ada | ws1  Record count 2, Duration 2, Elapsed time 2.75, Max in use 2, Distinct 1",
    ]
  `)
  expect(fixture.typed(149, { maps }).notes).toEqual([
    '1 program is left out: no line of software-catalogue.map names it.',
  ])
})

test('a program without a line in the map has the name that its source states, else its file name', () => {
  const fixture = usageFixture()
  fixture.source({
    about: 'process',
    held: [
      ['8:00', '9:00', { ...cad, application: 'Cad Ten' }],
      ['8:00', '9:00', { host: 'ws1', executable: 'shell.exe' }],
    ],
  })
  expect(fixture.typed(34).keys.map(([application]) => application)).toEqual(['Cad Ten', 'shell.exe'])
  expect(fixture.typed(35).keys).toEqual([])
})

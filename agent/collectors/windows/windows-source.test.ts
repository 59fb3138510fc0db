import { expect, onTestFinished, test } from 'vitest'
import { createAskedProgram } from './asked-program.ts'
import { parseWindowsModules, parseWindowsProcesses } from './parse-windows-answer.ts'

/** As windows-script.ts says it, of a workstation with a person, a service and a program that ended. */
const look = String.raw`{"processes":[{"pid":4312,"parent":2208,"start":1772438400123,"user":"lena","domain":"WORKS","session":2,"name":"gear.exe","path":"C:\\Gearworks\\gear.exe","version":"12.1.0 ","publisher":"Gear Works GmbH","machine":34404,"cpu":12.5,"bytes":81920.0},{"pid":1044,"parent":812,"start":1772430000000,"user":"NETWORK SERVICE","domain":"NT AUTHORITY","session":0,"name":"svchost.exe","path":"","version":"","publisher":"","machine":0,"cpu":1.0,"bytes":0.0},{"pid":1200,"parent":812,"start":1772430000500,"user":"DWM-2","domain":"Window Manager","session":2,"name":"dwm.exe","path":"C:\\Windows\\System32\\dwm.exe","version":"10.0","publisher":"Microsoft Corporation","machine":332,"cpu":1.0,"bytes":0.0}],"exits":[{"pid":5120,"start":1772438000000,"endedAt":1772438399000,"status":"-1073741510"},{"pid":5121,"start":1772438000001,"endedAt":null,"status":null}]}`

test('processes: who runs them, what they are built for, how they ended', () => {
  const { processes, exits } = parseWindowsProcesses(look, 'aarch64')
  expect(processes[0]).toEqual({
    pid: 4312,
    parent: 2208,
    start: 1_772_438_400_123,
    user: 'lena',
    domain: 'WORKS',
    isOfUser: true,
    executable: 'gear.exe',
    path: 'C:\\Gearworks\\gear.exe',
    version: '12.1.0',
    publisher: 'Gear Works GmbH',
    architecture: 'x86_64',
    cpuSeconds: 12.5,
    ioBytes: 81_920,
  })
  expect(processes.map(({ executable, isOfUser, architecture }) => [executable, isOfUser, architecture])).toEqual([
    ['gear.exe', true, 'x86_64'],
    ['svchost.exe', false, 'aarch64'],
    ['dwm.exe', false, 'i386'],
  ])
  expect(exits).toEqual([
    { pid: 5120, start: 1_772_438_000_000, end: 1_772_438_399_000, exitStatus: '-1073741510' },
    { pid: 5121, start: 1_772_438_000_001, end: undefined, exitStatus: undefined },
  ])
})

test('modules, and what PowerShell says when it cannot', () => {
  const modules = String.raw`{"modules":[{"path":"C:\\Gearworks\\bin\\gearsim.dll","version":"12, 1, 0, 4 "}]}`
  expect(parseWindowsModules(modules)).toEqual([{ path: 'C:\\Gearworks\\bin\\gearsim.dll', version: '12, 1, 0, 4' }])
  expect(parseWindowsModules('{"modules":null}')).toBeUndefined()
  expect(() => parseWindowsProcesses('{"error":"Invalid class"}', '')).toThrow('Invalid class')
  expect(() => parseWindowsProcesses('{"processes":[{"pid":"no"}]}', '')).toThrow()
})

test('a program that is asked answers in order, and is started again when it ended', async () => {
  const script = `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) =>
    line === 'end' ? process.exit(3) : console.log(process.pid + ' ' + line))`
  const program = createAskedProgram(process.execPath, ['-e', script])
  onTestFinished(() => program.close())
  const [first, second] = await Promise.all([program.ask('one'), program.ask('two')])
  expect([first?.split(' ')[1], second?.split(' ')[1]]).toEqual(['one', 'two'])
  await expect(program.ask('end')).rejects.toThrow('ended with 3')
  const third = await program.ask('three')
  expect(third.split(' ')[1]).toBe('three')
  expect(third.split(' ')[0]).not.toBe(first?.split(' ')[0])
  const missing = createAskedProgram('no-such-program-of-ours', [])
  await expect(missing.ask('look')).rejects.toThrow('ENOENT')
})

import { expect, test } from 'vitest'
import { parseLsof, parsePs, parseSignature } from './parse-macos.ts'

const listed = `    0     0     0 Rs     9:59.99 Mon Mar  2 07:00:00 2026 root             kernel_task
    1     0     0 Ss     0:12.34 Mon Mar  2 07:00:01 2026 root             /sbin/launchd
  812     1   501 S    125:04.25 Mon Mar  2 08:00:00 2026 lena             /Applications/Gear Works.app/Contents/MacOS/Gear Works
  813   812   501 Z      0:00.00 Tue Mar 10 08:00:02 2026 lena             (helper)
  900     1    -2 S    2-03:04:05 Tue Mar 10 08:00:02 2026 nobody           -bash
`

test('ps: start, user, program with blanks in its path, CPU', () => {
  const processes = parsePs(listed, 'works.example', 'aarch64')
  expect(processes.map(({ pid, executable, isOfUser }) => [pid, executable, isOfUser])).toEqual([
    [1, 'launchd', false],
    [812, 'Gear Works', true],
    [900, '-bash', false],
  ])
  expect(processes[1]).toMatchObject({
    parent: 1,
    start: Date.UTC(2026, 2, 2, 8),
    user: 'lena',
    path: '/Applications/Gear Works.app/Contents/MacOS/Gear Works',
    cpuSeconds: 7504.25,
    architecture: 'aarch64',
    domain: 'works.example',
  })
  expect(processes[2]).toMatchObject({ start: Date.UTC(2026, 2, 10, 8, 0, 2), path: '', cpuSeconds: 183_845 })
})

test('codesign: who signed it', () => {
  expect(
    parseSignature(`Executable=/Applications/Gear.app/Contents/MacOS/Gear
Authority=Developer ID Application: Gear Works GmbH (AB12CD34EF)
Authority=Developer ID Certification Authority
TeamIdentifier=AB12CD34EF`),
  ).toBe('Gear Works GmbH')
  expect(parseSignature('Authority=Software Signing\nTeamIdentifier=not set')).toBe('Apple')
  expect(parseSignature('Signature=adhoc\nTeamIdentifier=not set')).toBe('')
  expect(parseSignature('TeamIdentifier=AB12CD34EF')).toBe('AB12CD34EF')
})

test('lsof: libraries, each once, without what is none', () => {
  const text = `p812
ftxt
n/Applications/Gear.app/Contents/MacOS/Gear
n/Applications/Gear.app/Contents/Frameworks/libgear.2.dylib
n/Applications/Gear.app/Contents/Frameworks/libgear.2.dylib
n/Applications/Gear.app/Contents/Frameworks/Mesh.framework/Versions/A/Mesh
n/System/Library/Fonts/Menlo.ttc
`
  expect(parseLsof(text).map(({ path }) => path)).toEqual([
    '/Applications/Gear.app/Contents/Frameworks/libgear.2.dylib',
    '/Applications/Gear.app/Contents/Frameworks/Mesh.framework/Versions/A/Mesh',
  ])
})

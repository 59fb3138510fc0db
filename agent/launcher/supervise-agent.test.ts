import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test as vitest } from 'vitest'
import { AgentProblem } from '../agent-problem.ts'
import { reports, type ScriptedInstallation, scriptedInstallation, stays } from '../update/installation-suite.ts'
import { readProbation, switchVersion, writeProbation } from '../update/probation.ts'
import { type LauncherLimits, superviseAgent, usualLimits } from './supervise-agent.ts'

// The versions here are shell scripts.
const test = vitest.skipIf(process.platform === 'win32')
const [old, fresh] = ['1.0.0', '1.1.0']
let place: ScriptedInstallation
beforeEach(() => {
  place = scriptedInstallation()
  place.install(old, stays)
  writeFileSync(place.installation.current, `${old}\n`)
})
afterEach(() => place.remove())

const quick: LauncherLimits = { ...usualLimits, probation: 60_000, pause: 1, longestPause: 20, patience: 2_000 }

/** Supervises until something is so. */
const superviseUntil = async (isSo: () => boolean | Promise<boolean>, limits: Partial<LauncherLimits> = {}) => {
  const ending = new AbortController()
  const lines: string[] = []
  const run = superviseAgent({
    installation: place.installation,
    data: place.data,
    limits: { ...quick, ...limits },
    signal: ending.signal,
    log: (line) => void lines.push(line),
  })
  const deadline = Date.now() + 15_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(lines.join('\n'))
    await Promise.race([run, new Promise((resolve) => setTimeout(resolve, 20))])
  }
  ending.abort()
  await run
  return lines
}
const update = () => switchVersion(place.installation, place.data, { from: old, to: fresh })
const last = () => place.starts().at(-1)
const reason = async () => (await readProbation(place.data))?.rolledBack

test('U4 a new version that reports stays, and one on probation is watched until its time is over', async () => {
  place.install(fresh, `${reports}\n${stays}`)
  await update()
  await superviseUntil(() => !place.has('probation.json'), { probation: 500 })
  expect([place.current(), place.starts()]).toEqual([fresh, [fresh]])
})

test('U4 a new version that crashes at its start is left for the one before, which says why', async () => {
  place.install(fresh, 'exit 3')
  await update()
  await superviseUntil(() => last() === old)
  expect(place.starts()).toEqual([fresh, fresh, fresh, old])
  expect(place.current()).toBe(old)
  expect(await reason()).toBe('It ended 3 times within 60 s; at last it ended with status 3.')
})

test('U4 neither one that reports and crashes, nor one that hangs, nor one that is no program, stays', async () => {
  place.install(fresh, `${reports}\nexit 1`)
  await update()
  await superviseUntil(() => last() === old)
  expect(await reason()).toContain('It ended 3 times')

  place.install('1.2.0', `trap '' TERM\n${stays}`)
  await switchVersion(place.installation, place.data, { from: old, to: '1.2.0' })
  await superviseUntil(() => last() === old && place.current() === old, { probation: 300, patience: 200 })
  expect(await reason()).toBe('It did not report within 0.3 s.')

  place.install('1.3.0', '')
  writeFileSync(`${place.installation.versions}/1.3.0/lictor-agent`, '#!/nowhere\n')
  await switchVersion(place.installation, place.data, { from: old, to: '1.3.0' })
  await superviseUntil(() => last() === old && place.current() === old)
  expect(await reason()).toContain('could not be started (ENOENT)')
})

test('U4 what takes the launcher down with it is left after some starts', async () => {
  place.install(fresh, stays)
  await update()
  await writeProbation(place.data, { version: fresh, from: old, starts: 5, rolledBack: '' })
  await superviseUntil(() => last() === old)
  expect(place.starts()).toEqual([old])
  expect(await reason()).toBe('It was started 5 times and never reported.')
})

test('U8 whenever the power fails while the pointer is turned, the old or the new version runs', async () => {
  place.install(fresh, `${reports}\n${stays}`)
  const { current, previous } = place.installation
  const probation = { version: fresh, from: old, starts: 0, rolledBack: '' }
  await writeProbation(place.data, probation)
  await superviseUntil(() => last() === old)
  writeFileSync(previous, `${old}\n`)
  writeFileSync(`${current}.new`, '1.1')
  await superviseUntil(() => place.starts().length === 2)
  expect(place.starts()).toEqual([old, old])
  writeFileSync(current, `${fresh}\n`)
  await superviseUntil(() => place.has('healthy.json'))
  expect(place.starts()).toEqual([old, old, fresh])
  // On the way back: noted, and the pointer not turned yet.
  await writeProbation(place.data, { ...probation, rolledBack: 'It hung.' })
  await superviseUntil(() => last() === old)
  expect([place.current(), await reason()]).toEqual([old, 'It hung.'])
})

test('U8 whoever turns the pointer is killed at any moment: a whole version runs', async () => {
  place.install(fresh, `${reports}\n${stays}`)
  const modules = fileURLToPath(new URL('../update/', import.meta.url))
  const turning = `
    const { installationAt } = await import('${modules}installation.ts')
    const { switchVersion } = await import('${modules}probation.ts')
    const [place, data] = [installationAt('${place.installation.path}'), '${place.data}']
    for (let i = 0; ; i++) {
      if (i === 2) console.log('turning')
      const [from, to] = i % 2 ? ['${old}', '${fresh}'] : ['${fresh}', '${old}']
      await switchVersion(place, data, { from, to })
    }`
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', turning], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
    const before = place.starts().length
    await superviseUntil(() => place.starts().length > before)
    expect([old, fresh]).toContain(place.current())
    expect(last()).toBe(place.current())
  }
})

test('U9 a pointer that is gone, damaged or names what is not there is mended; without any version that is said', async () => {
  place.install(fresh, stays)
  const { current, previous, versions } = place.installation
  writeFileSync(previous, `${old}\n`)
  for (const text of ['', '../../etc', '2.0.0\n', '\0\0\0\0']) {
    writeFileSync(current, text)
    const before = place.starts().length
    await superviseUntil(() => place.starts().length > before)
    expect([last(), place.current()]).toEqual([old, old])
  }
  rmSync(current)
  rmSync(previous)
  await superviseUntil(() => last() === fresh)
  rmSync(versions, { recursive: true })
  await expect(superviseUntil(() => false)).rejects.toThrow(AgentProblem)
})

test('U4 a version that the system does not even begin is left like one that crashes', async () => {
  place.install(fresh, stays)
  await update()
  const ending = new AbortController()
  // More than an argument may hold: `spawn` throws.
  const args = ['x'.repeat(4_000_000)]
  const lines: string[] = []
  const run = superviseAgent({
    ...{ installation: place.installation, data: place.data, args, limits: quick, signal: ending.signal },
    log: (line) => void lines.push(line),
  })
  await Promise.race([
    run,
    (async () => {
      while (place.current() === fresh) await new Promise((resolve) => setTimeout(resolve, 10))
    })(),
  ])
  ending.abort()
  await run
  expect(await reason()).toContain('could not be started (E2BIG)')
})

test('U4 an agent that turned the pointer and does not end is ended, and the new version runs', async () => {
  place.install(fresh, `${reports}\n${stays}`)
  rmSync(`${place.installation.versions}/${old}`, { recursive: true })
  place.install(old, `trap '' TERM\nprintf '${fresh}\\n' >'${place.installation.current}'\n${stays}`)
  const lines = await superviseUntil(() => last() === fresh, { farewell: 200, patience: 200 })
  expect(place.starts()).toEqual([old, fresh])
  expect(lines.join()).toContain('version 1.0.0 does not end by itself')
})

test('an agent that ends is started again; one that turned the pointer leaves its place at once', async () => {
  place.install(fresh, `${reports}\n${stays}`)
  rmSync(`${place.installation.versions}/${old}`, { recursive: true })
  place.install(
    old,
    `[ $(grep -c . '${place.folder}/starts') -lt 3 ] && exit 0\nprintf '${fresh}\\n' >'${place.installation.current}'`,
  )
  await superviseUntil(() => last() === fresh)
  expect(place.starts()).toEqual([old, old, old, fresh])
})

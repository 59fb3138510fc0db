import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ModuleRecord } from '../../core/agents/protocol/records.ts'
import { parseMaps } from './linux/parse-proc.ts'
import { createModules } from './modules.ts'
import { createProcessWatch } from './process-watch.ts'
import { configured, recordedContext } from './recorded-suite.ts'

test.runIf(process.platform === 'linux')(
  'libraries of a watched program are told, with its end, and those of the system are not',
  async () => {
    const context = recordedContext()
    // A program with a library of its own: a copy of sleep, made to load a copy of libm before all others.
    const program = join(context.dataFolder, 'gear')
    const library = join(context.dataFolder, 'libgear.so.2.1')
    copyFileSync('/bin/sleep', program)
    const maps = parseMaps(readFileSync('/proc/self/maps', 'utf8'))
    copyFileSync(maps.find((path) => /libm[.-]/.test(path)) ?? '', library)
    const child = spawn(program, ['60'], {
      stdio: 'ignore',
      env: { ...process.env, LD_PRELOAD: library },
    }) as ChildProcess & { readonly pid: number }
    onTestFinished(() => void child.kill())
    await once(child, 'spawn')
    await vi.waitUntil(() => readFileSync(`/proc/${child.pid}/maps`, 'utf8').includes(library))
    const watch = createProcessWatch(context)
    const modules = createModules(context, watch)
    onTestFinished(() => watch.close())
    onTestFinished(() => modules.close())
    const configuration = configured({ modules: { enabled: true, everySeconds: 600 } }, [
      {
        id: 7,
        name: 'Gear',
        executables: { windows: [], linux: ['gear'], macos: [] },
        paths: [`${context.dataFolder}/*`],
        publishers: [],
      },
    ])
    await watch.configure(configuration)
    await modules.configure(configuration)
    const start = watch.current.get(child.pid)?.start
    expect(context.records).toEqual([
      {
        record: 'module',
        start,
        pid: child.pid,
        host: 'ws-17',
        domain: 'works.example',
        user: expect.any(String),
        system: 'Linux',
        architecture: expect.any(String),
        executable: 'gear',
        path: program,
        application: 'Gear',
        version: '2.1',
        module: library,
      },
      { record: 'inventory', of: 'module', at: expect.any(Number), keys: [`${child.pid}@${start} ${library}`] },
    ])

    child.kill()
    await once(child, 'exit')
    await watch.configure({ ...configuration, applications: [] })
    await modules.settle?.()
    const ended = context.records.at(-1) as ModuleRecord
    expect(ended).toMatchObject({ start, module: library, version: '2.1', application: 'Gear' })
    expect(ended.end).toBeGreaterThanOrEqual(start ?? 0)
  },
)

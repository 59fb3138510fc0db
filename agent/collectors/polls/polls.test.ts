import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { PollCommand } from '../../../core/agents/protocol/configuration.ts'
import type { FileRecord } from '../../../core/agents/protocol/records.ts'
import { configured, type RecordedContext, recordedContext } from '../recorded-suite.ts'
import { allowedProgram } from './allowed-program.ts'
import { createPolls } from './polls.ts'

const command = (path: string, values: readonly string[] = []): PollCommand => ({
  name: 'Lic02',
  command: path,
  arguments: [...values],
  everySeconds: 3600,
  timeoutSeconds: 5,
})
const program = (context: RecordedContext, name: string, script: string): string => {
  const path = join(context.dataFolder, name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}
const polling = async (context: RecordedContext, ...commands: readonly PollCommand[]) => {
  const polls = createPolls(context)
  onTestFinished(() => polls.close())
  await polls.configure(configured({ polls: { enabled: true, commands: [...commands] } }))
  await polls.settle?.()
  return polls
}
const textOf = (context: RecordedContext) =>
  (context.records as FileRecord[]).map(({ bytes }) => Buffer.from(bytes, 'base64').toString()).join('')

test.runIf(process.platform !== 'win32')(
  'an output is recorded behind its instant, and the next one goes on in the stream',
  async () => {
    const context = recordedContext({ now: () => Date.UTC(2026, 2, 2, 8) })
    const lmutil = program(context, 'lmutil', 'printf "%s|" "$@"')
    const look = command(lmutil, ['lmstat', '-a', '-c', '27000@lic02', 'a b; $(c)'])
    const polls = await polling(context, look)
    const line = '2026-03-02T08:00:00.000Z\nlmstat|-a|-c|27000@lic02|a b; $(c)|\n'
    expect(textOf(context)).toBe(line)
    expect([...context.servers]).toEqual(['27000@lic02'])
    await polls.close()
    await polling(context, look)
    const [first, second] = context.records as FileRecord[]
    expect(second).toMatchObject({ kind: 'poll', name: 'Lic02', stream: first?.stream, offset: line.length })
  },
)

test.runIf(process.platform !== 'win32')('after a crash amid an output another stream begins', async () => {
  const context = recordedContext()
  const look = command(program(context, 'lmstat', 'echo up'))
  await polling(context, look)
  const stream = (context.records[0] as FileRecord).stream
  writeFileSync(
    join(context.dataFolder, 'polls.json'),
    JSON.stringify([{ command: JSON.stringify(look), stream, offset: 28, isWriting: true }]),
  )
  await polling(context, look)
  expect(context.records[1]).toMatchObject({ offset: 0 })
  expect((context.records[1] as FileRecord).stream).not.toBe(stream)
})

test.runIf(process.platform !== 'win32')(
  'what fails, hangs or says nothing is told, and a long output goes in pieces',
  async () => {
    const context = recordedContext()
    const hanging = {
      ...command(program(context, 'rlmstat', 'echo one; exec sleep 60')),
      name: 'Hanging',
      timeoutSeconds: 0.2,
    }
    const silent = { ...command(program(context, 'lmstat', 'echo no licence file >&2; exit 3')), name: 'Silent' }
    const long = { ...command(program(context, 'lsmon', 'yes feature | head -c 400000')), name: 'Long' }
    await polling(context, hanging, silent, long)
    expect(context.troubles.get('collector-failing Hanging')).toMatch(/did not end within/)
    expect(context.troubles.get('collector-failing Silent')).toBe('It said nothing and ended with 3. no licence file')
    expect(context.troubles.size).toBe(2)
    expect(context.records).toHaveLength(3)
    expect(textOf(context)).toHaveLength(400_025)
  },
)

test.runIf(process.platform !== 'win32')(
  'only status programs that nobody else can replace are run, and only to look',
  () => {
    const context = recordedContext()
    const allowed = (...values: Parameters<typeof command>) => allowedProgram(command(...values), context.dataFolder)
    expect(() => allowed('/bin/sh', ['-c', 'id'])).toThrow(/none of the status programs/)
    expect(() => allowed('constructor')).toThrow(/no program/)
    expect(() => allowed('../lmutil')).toThrow(/full path or its name alone/)
    const lmutil = program(context, 'lmutil', 'true')
    expect(allowed(lmutil, ['lmstat', '-a'])).toBe(lmutil)
    expect(() => allowed(lmutil, ['lmdown', '-q'])).toThrow(/look at licences only/)
    chmodSync(lmutil, 0o777)
    expect(() => allowed(lmutil, ['lmstat', '-a'])).toThrow(/can be changed by others/)
    const own = program(context, 'own-status', 'true')
    expect(() => allowed(own)).toThrow(/none of the status programs/)
    writeFileSync(join(context.dataFolder, 'allowed-programs.txt'), `# of this machine\n${own}\n`)
    expect(allowed(own, ['anything'])).toBe(own)
    const dslicsrv = program(context, 'DSLicSrv', 'true')
    expect(allowed(dslicsrv, ['-admin', '-run', 'connect lic09 4084; getLicenseUsage -all; quit'])).toBe(dslicsrv)
    expect(() => allowed(dslicsrv, ['-admin', '-run', 'connect lic09 4084; stopServer'])).toThrow(
      /look at licences only/,
    )
  },
)

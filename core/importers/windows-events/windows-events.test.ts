import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectFile } from '../inspect-file.ts'
import { usageInWords } from '../usage-words-fixture.ts'
import { createWords, readWith } from '../words-fixture.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lictor-events-'))
})
afterAll(() => rm(folder, { recursive: true }))

const provider = 'Microsoft-Windows-Security-Auditing'
const event = (minute: number, id: 4688 | 4689, process: number): string => {
  const names = id === 4688 ? ['NewProcessId', 'NewProcessName'] : ['ProcessId', 'ProcessName']
  const time = new Date(Date.UTC(2026, 2, 2, 8, minute)).toISOString()
  return `<Event xmlns="x"><System><Provider Name="${provider}"/><EventID>${id}</EventID><TimeCreated SystemTime="${time}"/><Computer>WS-17</Computer></System><EventData><Data Name="SubjectUserName">lena</Data><Data Name="${names[0]}">0x${process.toString(16)}</Data><Data Name="${names[1]}">C:\\Gear\\gear.exe</Data></EventData></Event>`
}

test('a log on one line of a megabyte is known and read', async () => {
  const path = join(folder, 'security.xml')
  const events = Array.from({ length: 1500 }, (_, i) => event(i, 4688, i + 8) + event(i + 30, 4689, i + 8))
  writeFileSync(path, `<?xml version="1.0" encoding="utf-8"?>\r\n<Events>${events.join('')}</Events>`)
  expect((await inspectFile(path)).contents[0]).toMatchObject({ format: 'windows-security-log' })
  const words = createWords()
  const { usage, findings } = await readWith(words, path, 'windows-security-log')
  const held = usageInWords(usage, words.subjects).filter(({ kind }) => kind === 'held')
  expect(held).toHaveLength(1500)
  expect(new Set(held.map(({ seconds }) => seconds))).toEqual(new Set([1800]))
  expect(findings.lineKinds).toEqual({ 'line of an event': 1, 'process created': 1500, 'process ended': 1500 })
})

test('the day stands before the month once a number above 12 says so', async () => {
  const rowsOf = async (times: readonly string[]) => {
    const path = join(folder, 'events.csv')
    const message = (id: number): string =>
      id === 4688
        ? 'New:\n\tNew Process ID:\t\t0x10\n\tNew Process Name:\tC:\\gear.exe'
        : 'Old:\n\tProcess ID:\t0x10\n\tProcess Name:\tC:\\gear.exe'
    const rows = times.map(
      (time, i) => `Audit Success,${time},${provider},${4688 + (i % 2)},x,"${message(4688 + (i % 2))}"`,
    )
    writeFileSync(path, `Keywords,Date and Time,Source,Event ID,Task Category\n${rows.join('\n')}\n`)
    const words = createWords()
    const { usage, findings } = await readWith(words, path, 'windows-security-log')
    expect(findings.rejections).toEqual({})
    return usageInWords(usage, words.subjects).flatMap(({ kind, at, seconds }) =>
      kind === 'held' ? [[at, seconds]] : [],
    )
  }
  expect(await rowsOf(['3/2/2026 9:00:00 AM', '3/2/2026 9:30:00 PM'])).toEqual([['2026-03-02 09:00:00', 45_000]])
  expect(await rowsOf(['02/03/2026 09:00:00', '02/03/2026 21:30:00'])).toEqual([['2026-03-02 09:00:00', 45_000]])
  expect(await rowsOf(['13/03/2026 9:00:00 AM', '13/03/2026 9:30:00 PM'])).toEqual([['2026-03-13 09:00:00', 45_000]])
  expect(await rowsOf(['2026-03-02 09:00:00', '2026-03-02 21:30:00'])).toEqual([['2026-03-02 09:00:00', 45_000]])
  expect(await rowsOf(['02-03-2026 09:00:00', '02-03-2026 21:30:00'])).toEqual([['2026-03-02 09:00:00', 45_000]])
})

test('an .evtx file says how to export it', async () => {
  const path = join(folder, 'Security.evtx')
  writeFileSync(path, Buffer.concat([Buffer.from('ElfFile\0'), Buffer.alloc(4088)]))
  const [content] = (await inspectFile(path)).contents
  expect(content?.reason).toBe('This looks like a Windows event log.')
  expect(content?.advice).toContain('XML')
})

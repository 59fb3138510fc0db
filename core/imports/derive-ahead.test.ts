import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { importInto, openConsole } from '../cli/console-fixture.ts'
import { openDatabase } from '../database/connection.ts'
import { endTest, temporaryFolder } from '../database/database-fixture.ts'
import { allSources } from '../database/source-table.ts'
import { startWorker } from '../workers/worker-calls.ts'
import { workerScript } from '../workers/worker-scripts.ts'
import { openDictionaryMirror } from './dictionary-mirror.ts'
import { planSource, rebuildDays } from './rebuild-source.ts'

afterEach(endTest)

const derive = { queueSeconds: 28_800, denialBefore: 5, denialAfter: 2 }

test('days that need a day which is not there yet are left to later', async () => {
  const folder = await temporaryFolder()
  const log = join(folder, 'lmgrd.log')
  // The third day's first line goes back over midnight into the second.
  const lines = [
    ' 8:00:00 (lmgrd) FlexNet Licensing (v11.19) started on lic01 (linux) (3/4/2024)',
    ' 9:00:00 (demo) OUT: "a" ann@ws1',
    '23:00:00 (demo) IN: "a" ann@ws1',
    '12:00:00 (demo) OUT: "a" ann@ws1',
    '23:59:58 (lmgrd) TIMESTAMP 3/5/2024',
    ' 0:00:01 (demo) IN: "a" ann@ws1',
    '23:59:59 (demo) OUT: "a" bob@ws2',
    ' 9:00:00 (demo) IN: "a" bob@ws2',
  ]
  writeFileSync(log, `${lines.join('\n')}\n`)
  const path = join(folder, 'ahead.db')
  const core = await openConsole(path)
  await importInto(core, [log])
  await core.close()

  const database = await openDatabase(path)
  const deriveWorker = startWorker(workerScript('derive'))
  try {
    await deriveWorker.call('addDictionary', (await openDictionaryMirror(database)).content())
    const [source] = await allSources(database)
    const days = await planSource(database, source as NonNullable<typeof source>, derive)
    expect(days.map(({ next }) => next?.reachesBack)).toEqual([false, true, undefined])
    const ahead = { database, deriveWorker, source: { id: -1, zone: source?.zone ?? 'UTC' }, derive }
    expect(await rebuildDays(ahead, days.slice(0, -1))).toBe(1)
    expect(await rebuildDays(ahead, days)).toBe(2)
  } finally {
    await deriveWorker.close()
    await database.close()
  }
})

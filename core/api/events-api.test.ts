import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { importInto, openConsole } from '../cli/console-fixture.ts'
import { atEnd, endTest, temporaryFolder } from '../database/database-fixture.ts'

afterEach(endTest)

test('imports, maps, settings and names are lines of the log, searched and exported as they stand', async () => {
  const folder = await temporaryFolder()
  const core = await openConsole(join(folder, 'lictor.db'))
  atEnd(() => core.close())
  const { api } = core
  const bad = join(folder, '=bad.log')
  writeFileSync(bad, 'nothing that anybody knows\n')
  const logged = async () => (await api['events.list']({ limit: 100 })).total
  await importInto(core, [bad])
  await expect.poll(logged).toBe(1)
  await api['maps.save']({ kind: 'license-user-mapping', text: 'MAP: Sales\nann\n', expectedRevision: 0 })
  await api['settings.change']({ customerId: '4711', theme: 'dark' })
  await api['settings.change']({ customerId: '4712' })
  await api['sources.renameVendorLicence']({ vendorLicence: 'lic01;demo', shownName: 'Pool' })
  await expect.poll(logged).toBe(5)
  const { events, unacknowledged } = await api['events.list']({ limit: 100 })
  expect(events.map(({ kind, severity, subject, message }) => [kind, severity, subject, message])).toEqual([
    ['change', 'info', 'lic01;demo', 'Vendor licence was renamed'],
    ['change', 'info', 'customerId', 'Setting was changed'],
    ['change', 'info', 'customerId', 'Setting was changed'],
    ['change', 'info', 'license-user-mapping', 'Map was saved'],
    ['import', 'error', '', '=bad.log was not imported'],
  ])
  expect([unacknowledged, events[1].detail]).toEqual([1, 'From "4711" to "4712".'])

  const written = async (format: 'csv' | 'json') => {
    const { exportId, fileName } = await api['events.export']({ search: 'not imported', format })
    expect(fileName).toMatch(/^Event log \d{4}-\d\d-\d\d\.(csv|json)$/)
    return readFileSync(core.exportFile(exportId)?.path ?? '', 'utf8')
  }
  const [, line, ...more] = (await written('csv')).split('\n')
  expect([line.includes(",'=bad.log was not imported,"), more]).toEqual([true, ['']])
  expect(JSON.parse(await written('json'))).toMatchObject([{ Severity: 'error', Message: '=bad.log was not imported' }])

  await expect(api['events.issue']({ id: 7 })).rejects.toMatchObject({ code: 'not-found' })
  const { acknowledged, at } = await api['events.acknowledge']({ filter: {} })
  await api['events.takeBack']({ at })
  expect([acknowledged, (await api['events.list']({ limit: 1, unacknowledged: true })).total]).toEqual([1, 1])
})

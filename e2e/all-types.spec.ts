import { expect, type Page } from '@playwright/test'
import { writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { cell, chart, grid, openFromCatalogue, settled, shownColumns, shownRows } from './pages/report-page.ts'
import { chooseTheme } from './pages/shell.ts'

const look = (time: string, users: readonly string[]): readonly string[] => [
  `Flexible License Manager status on Mon 3/2/2026 ${time}`,
  'License server status: 27000@lic-north',
  'lic-north: license server UP v11.19.6',
  '     halden: UP v11.19.6',
  `Users of mesh_pro:  (Total of 12 licenses issued;  Total of ${users.length} licenses in use)`,
  '  "mesh_pro" v12.0, vendor: halden, expiry: 31-dec-2026',
  ...users.map(
    (user, at) => `    ${user} ws-${17 + at} /dev/tty (v12.0) (lic-north/27000 ${101 + at}), start Mon 3/2 8:00`,
  ),
]

const ran = (pid: number, program: string, from: string, to: string): string =>
  JSON.stringify({
    record: 'process',
    start: `2026-03-02T${from}Z`,
    end: `2026-03-02T${to}Z`,
    pid,
    host: 'ws-17',
    user: 'k.osei',
    system: 'Windows',
    path: `C:\\Halden\\${program}`,
  })

const request = (second: number, bytes: number, address: string): string =>
  `${Date.parse('2026-03-02T08:00:00Z') / 1000 + second}.125    184 10.20.4.17 TCP_MISS/200 ${bytes} GET ${address} k.osei HIER_DIRECT/198.51.100.7 text/html`

test.use({
  logs: {
    write: (folder) => [
      writeLog(folder, 'lmstat.txt', [
        ...look('8:00', ['k.osei']),
        ...look('8:10', ['k.osei', 't.nguyen']),
        ...look('8:20', ['k.osei', 't.nguyen']),
        ...look('8:30', ['t.nguyen']),
      ]),
      writeLog(folder, 'processes.jsonl', [
        ran(4312, 'mesh.exe', '08:00:00', '09:30:00'),
        ran(4400, 'mesh.exe', '08:30:00', '09:00:00'),
        ran(4500, 'view.exe', '10:00:00', '10:15:00'),
      ]),
      writeLog(folder, 'access.log', [
        request(0, 4096, 'http://plm.halden.example/parts'),
        request(40, 2048, 'http://plm.halden.example/orders'),
        request(80, 1024, 'http://wiki.halden.example/'),
      ]),
    ],
  },
})

const openReport = async (page: Page, path: string): Promise<void> => {
  await goTo(page, path)
  await settled(page)
}

test('the catalogue tells of every type which files feed it, and of an empty one shows a line of such a file', async ({
  page,
}) => {
  await goTo(page, '/reports')
  await expect(page.getByRole('status').filter({ hasText: /^70 types, \d+ with data$/ })).toBeVisible()
  const row = (name: RegExp) => page.getByRole('main').getByRole('link', { name })
  await expect(row(/Total License Use v2\.0/)).toContainText('From lmstat output, RLM status (rlmstat)')
  await expect(row(/Dongle License Use/)).toContainText('Needs the use of dongles')
  await expect(row(/Dongle License Use/)).toContainText('SN:3-4471102')
  await expectAccessible(page, 'the catalogue', 'Light')
})

test('45 answers from saved lmstat output, and leads from the feature to its users', async ({ page }) => {
  await openReport(page, '/reports/45?by=total&group=Feature&period=all')
  await expect(cell(page, 'mesh_pro', 'Max in use')).toHaveText('2')
  await expect(chart(page).locator('canvas').first()).toBeVisible()
  await cell(page, 'mesh_pro', 'Feature').dblclick()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Individual License Use v2.0 [46]')
  await expect(cell(page, 't.nguyen', 'User')).toBeVisible()
  expect((await shownRows(page)).map(({ User }) => User)).toEqual(['k.osei', 't.nguyen'])
})

test('93 shows single records: no grouping, no chart, and it says so', async ({ page }) => {
  await openFromCatalogue(page, '93', 'OLAP Raw Hourly')
  await settled(page)
  await expect(page.getByText('These are single records')).toBeVisible()
  await expect(page.getByRole('group', { name: 'Group by' })).toBeHidden()
  await expect(chart(page)).toBeHidden()
  expect((await shownColumns(page)).slice(0, 4)).toEqual(['Time', 'Epoch', 'Duration', 'Vendor License'])
  expect((await shownRows(page))[0]).toMatchObject({ Feature: 'mesh_pro', 'Vendor License': 'lic-north;halden' })
  await expectAccessible(page, 'single records', 'Light')
})

test('130 counts processes, 121 counts visits and says which map is missing', async ({ page }) => {
  await openReport(page, '/reports/130?by=total&group=Application&period=all')
  // A process counts in every hour it touches: one of the two touches two.
  await expect(cell(page, 'mesh.exe', 'Count')).toHaveText('3')
  await expect(cell(page, 'mesh.exe', 'Elapsed time')).toHaveText('2.00')
  await expect(cell(page, 'view.exe', 'Elapsed time')).toHaveText('0.25')

  await openReport(page, '/reports/121?by=total&period=all')
  await expect(cell(page, 'plm.halden.example', 'Count')).toHaveText('2')
  await expect(cell(page, 'plm.halden.example', 'Data stream')).toHaveText('6')
  await expectAccessible(page, 'a report on visits', 'Light')
  await page.getByRole('link', { name: 'Open web-domain.map' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Mapping' })).toBeVisible()
})

test('a type without data names the files that feed it, with lines of each', async ({ page }) => {
  await goTo(page, '/reports/119')
  await expect(page.getByRole('heading', { name: 'No data for Dongle License Use yet' })).toBeVisible()
  const files = page.getByRole('region', { name: 'Files that feed it' })
  await expect(files.getByText('CodeMeter_started')).toBeVisible()
  await expect(files.getByText('WibuBox: 8-120331')).toBeHidden()
  await files.getByText('WibuKey listing', { exact: true }).click()
  await expect(files.getByText('WibuBox: 8-120331')).toBeVisible()
  await expect(files.getByText('CodeMeter_started')).toBeHidden()
  await expect(grid(page)).toBeHidden()
  await expectAccessible(page, 'a type without data', 'Light')
  await chooseTheme(page, 'Dark')
  await expectAccessible(page, 'a type without data', 'Dark')
  await page.getByRole('main').getByRole('button', { name: 'Import files' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible()
})

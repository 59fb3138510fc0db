import { expect, type Page } from '@playwright/test'
import { parseCsv } from './fixtures/exported-tables.ts'
import { runLictor } from './fixtures/lictor-process.ts'
import { siteLog, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { addFilter, cell, chart, choose, grid, openFromCatalogue, settled, shownRows } from './pages/report-page.ts'
import { breadcrumb } from './pages/shell.ts'

test.use({ logs: { write: (folder) => [writeLog(folder, 'site.log', siteLog('lic-site', '2024-03-04', 5))] } })

const byDay = '/reports/51?by=day&group=Feature&period=all'

const openReport = async (page: Page, path: string): Promise<void> => {
  await goTo(page, path)
  await settled(page)
}

test('51 is found in the catalogue, and shows a chart, a table, and its coverage', async ({ page }) => {
  await openFromCatalogue(page, 'total license logfile', 'Total License Use Logfile')
  await settled(page)
  await expect(chart(page).locator('canvas').first()).toBeVisible()
  await expect(chart(page)).toContainText('Max in use of 3 series over 5 periods')
  await expect(chart(page)).toContainText(/coverage > 99.9 %/)
  await expect(page.getByRole('contentinfo')).toContainText('Coverage > 99.9 %')
  await expect(page.getByRole('contentinfo')).toContainText('Zone Europe/Berlin')
  await expect(grid(page)).toBeVisible()
  // Of the six who draft, four find a licence at a time.
  expect(await shownRows(page)).toContainEqual(
    expect.objectContaining({ Time: '2024-03-05', Feature: 'draft', 'Max in use': '4' }),
  )

  await page.getByRole('button', { name: 'Show as a table' }).click()
  await expect(chart(page).getByRole('region', { name: 'Max in use as a table' })).toContainText('Mon 2024-03-04')
  await page.getByRole('button', { name: 'Show as a chart' }).click()
  await choose(page, 'Kind of chart', 'Time at level')
  await expect(chart(page)).toContainText('level')
})

test('days become hours, and back and forward lead through what was shown', async ({ page }) => {
  await openReport(page, byDay)
  await choose(page, 'Resolution', 'Hour')
  await expect(cell(page, '2024-03-04 08:00', 'Feature')).toHaveText('draft')
  await page.goBack()
  await expect(cell(page, '2024-03-04', 'Feature')).toHaveText('draft')
  await page.goForward()
  await expect(cell(page, '2024-03-04 08:00', 'Feature')).toHaveText('draft')
  await choose(page, 'Resolution', 'Total')
  await expect(grid(page).getByRole('row')).toHaveCount(4)
})

test('a double click narrows from the feature to its users and their hosts, and the breadcrumb leads back', async ({
  page,
}) => {
  await openReport(page, byDay.replace('by=day', 'by=total'))
  await cell(page, 'mesh', 'Feature').dblclick()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Individual License Use Logfile [84]')
  await expect(cell(page, 'dan', 'User name')).toBeVisible()
  expect((await shownRows(page)).map((row) => row['User name'])).toEqual(['bob', 'dan'])
  await expect(breadcrumb(page).getByRole('listitem').last()).toHaveText('mesh')

  await cell(page, 'dan', 'User name').dblclick()
  await expect(cell(page, 'desk-dan', 'Elapsed time')).toBeVisible()
  await expect(breadcrumb(page).getByRole('listitem').last()).toHaveText('dan')

  await breadcrumb(page).getByRole('link', { name: 'mesh' }).click()
  await expect(cell(page, 'dan', 'User name')).toBeVisible()
  await breadcrumb(page).getByRole('link', { name: 'Total License Use Logfile [51]' }).click()
  await expect(cell(page, 'solve_hpc', 'Feature')).toBeVisible()
})

test('filters are completed from the data, and narrow what counts', async ({ page }) => {
  await openReport(page, '/reports/84?by=total&group=Feature&group=User name&period=all')
  await addFilter(page, 'Feature', 'solv', 'solve_hpc')
  await expect(cell(page, 'ida', 'Feature')).toHaveText('solve_hpc')
  await expect.poll(async () => (await shownRows(page)).length).toBe(3)
  await page.getByRole('button', { name: 'Remove the filter on Feature' }).click()
  await expect(cell(page, 'ann', 'Feature')).toHaveText('draft')
})

test('denials are in 52, by feature', async ({ page, workplace }) => {
  await openFromCatalogue(page, '52', 'Denied License Use Logfile')
  await openReport(page, '/reports/52?by=total&group=Feature&period=all')
  expect((await shownRows(page)).map(({ Feature }) => Feature)).toEqual(['draft', 'mesh'])
  const { stdout } = await runLictor('report', '52', '--db', workplace.database, '--group-by', 'Feature')
  const [names, ...rows] = parseCsv(stdout)
  const count = names.indexOf('Record count')
  expect((await shownRows(page)).map((row) => row['Record count'])).toEqual(rows.map((row) => row[count]))
})

test('what the seed forbids to add up is said, with a link to the type that answers', async ({ page }) => {
  await openReport(page, '/reports/84?by=total&group=Feature&period=all')
  const note = page.getByRole('status').filter({ has: page.getByRole('link', { name: /^Open / }) })
  await expect(note).toBeVisible()
  await note.getByRole('link', { name: 'Open Total License Use Logfile [51]' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Total License Use Logfile [51]')
  await settled(page)
  await expect(note).toBeHidden()
})

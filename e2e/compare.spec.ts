import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { parseCsv } from './fixtures/exported-tables.ts'
import { writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectAccessible } from './pages/accessible.ts'
import { chart, choose, pressExport, settled, shownColumns, shownRows } from './pages/report-page.ts'
import { chooseTheme } from './pages/shell.ts'

/**
 * The weekend of the change to winter time in Berlin, 2024-10-27, and the two days before it. Friday: ann 2 h, bob 1 h. Saturday:
 * ann 1 h. Sunday, 25 hours long: ann 3 h, cid 1.5 h. Monday: nothing but the log's own stamps, until noon.
 */
const weekend = [
  ' 6:00:00 (lmgrd) -----------------------------------------------',
  ' 6:00:00 (lmgrd) FlexNet Licensing (v11.19.0.0 build 1 x64_lsb) started on lic-dst (linux) (10/25/2024)',
  ' 6:00:01 (acme) Server started on lic-dst for:\tdraft\t',
  ' 8:00:00 (acme) OUT: "draft" ann@ws1  ',
  ' 9:00:00 (acme) OUT: "draft" bob@ws2  ',
  '10:00:00 (acme) IN: "draft" ann@ws1  ',
  '10:00:00 (acme) IN: "draft" bob@ws2  ',
  '18:00:00 (lmgrd) TIMESTAMP 10/25/2024',
  ' 0:00:00 (lmgrd) TIMESTAMP 10/26/2024',
  ' 8:00:00 (acme) OUT: "draft" ann@ws1  ',
  ' 9:00:00 (acme) IN: "draft" ann@ws1  ',
  '18:00:00 (lmgrd) TIMESTAMP 10/26/2024',
  ' 0:00:00 (lmgrd) TIMESTAMP 10/27/2024',
  ' 8:00:00 (acme) OUT: "draft" ann@ws1  ',
  ' 9:00:00 (acme) OUT: "draft" cid@ws3  ',
  '10:30:00 (acme) IN: "draft" cid@ws3  ',
  '11:00:00 (acme) IN: "draft" ann@ws1  ',
  '18:00:00 (lmgrd) TIMESTAMP 10/27/2024',
  ' 0:00:00 (lmgrd) TIMESTAMP 10/28/2024',
  '12:00:00 (lmgrd) TIMESTAMP 10/28/2024',
]

test.use({ logs: { write: (folder) => [writeLog(folder, 'weekend.log', weekend)] } })

const byUser =
  '/reports/84?group=User name&measure=Elapsed time&from=2024-10-27&to=2024-10-29&zone=Europe/Berlin&chart=stacked'

test('each row stands beside its earlier value; rows of one period only are shown without a difference', async ({
  page,
}) => {
  await goTo(page, `${byUser}&by=total`)
  await settled(page)
  await page.getByRole('button', { name: /^Compare/ }).click()
  await page.getByRole('menuitemradio', { name: /^Previous period/ }).click()
  await expect(page).toHaveURL(/compare=previous/)
  await expect
    .poll(() => shownColumns(page))
    .toEqual([
      'Time',
      'User name',
      'Occurs in',
      'Elapsed time',
      'Elapsed time, earlier',
      'Elapsed time, difference',
      'Elapsed time, change',
    ])
  const told = ['User name', 'Occurs in', 'Elapsed time', 'Elapsed time, earlier', 'Elapsed time, difference']
  const rows = (await shownRows(page)).map((row) => [...told, 'Elapsed time, change'].map((name) => row[name]))
  expect(rows).toEqual([
    ['ann', 'both periods', '3.00', '3.00', '0.00', '0.0'],
    ['bob', 'earlier period only', '—', '1.00', '—', '—'],
    ['cid', 'this period only', '1.50', '—', '—', '—'],
  ])
  // 25 + 24 hours, of which the log covers all but the last twelve; 24 + 24 before, all but the first six.
  await expect(
    page.getByText(/Compared with 2024-10-25 00:00 to 2024-10-27 00:00, 48 hours of which 87.5 %/),
  ).toBeVisible()
  await expect(page.getByText(/this period has 49 hours, of which 75.5 % were observed/)).toBeVisible()
  await expect(chart(page).getByRole('button', { name: /^coverage/ })).toHaveText('coverage 75.5 %, earlier 87.5 %')
})

test('days are set against days, in the chart, in its table and in the export', async ({ page, savedBy }) => {
  await goTo(page, `${byUser}&by=day&compare=previous`)
  await settled(page)
  const rows = (await shownRows(page)).map((row) => [
    row.Time,
    row['Earlier time'],
    row['User name'],
    row['Elapsed time, difference'],
  ])
  expect(rows).toEqual([
    ['2024-10-27', '2024-10-25', 'ann', '+1.00'],
    ['2024-10-27', '2024-10-25', 'bob', '—'],
    ['2024-10-27', '—', 'cid', '—'],
    ['2024-10-28', '2024-10-26', 'ann', '—'],
  ])
  await page.getByRole('button', { name: 'Show as a table' }).click()
  const table = chart(page).getByRole('region', { name: 'Elapsed time as a table' })
  await expect(table).toContainText('Fri 2024-10-25')
  await expect(table).toContainText('ann, earlier')
  await page.getByRole('button', { name: 'Show as a chart' }).click()

  const exported = parseCsv(readFileSync(await savedBy(() => pressExport(page, 'CSV')), 'utf8'))
  expect(exported[0]).toEqual([
    'Time',
    'User name',
    'Occurs in',
    'Elapsed time [Hours]',
    'Elapsed time, earlier [Hours]',
    'Elapsed time, difference [Hours]',
    'Elapsed time, change [Percentage]',
    'Earlier time',
  ])
  expect(exported[1]?.slice(1, 7)).toEqual(['ann', 'both periods', '3.000000', '2.000000', '1.000000', '50.000000'])
  expect(exported[1]?.[7]).toBe('2024-10-25T00:00:00+02:00')
})

test('where nobody looked earlier, that is said, and nothing is made up', async ({ page }) => {
  await goTo(page, `${byUser}&by=total&compare=year`)
  await settled(page)
  await expect(page.getByText(/Nothing was observed in the earlier period, 2023-10-27 00:00/)).toBeVisible()
  expect((await shownRows(page)).map((row) => row['Elapsed time, earlier'])).toEqual(['—', '—'])
})

test('a compared report has no serious finding, in every kind of chart', async ({ page }) => {
  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(page, theme)
    await goTo(page, `${byUser}&by=day&compare=previous`)
    await settled(page)
    await expectAccessible(page, 'a compared report', theme)
    await choose(page, 'Resolution', 'Total')
    await settled(page)
    await expectAccessible(page, 'a compared ranking', theme)
  }
})

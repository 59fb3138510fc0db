import { expect, type Page } from '@playwright/test'
import { siteLog, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import { cell, chart, grid, header, settled, shownColumns, shownRows } from './pages/report-page.ts'
import { breadcrumb } from './pages/shell.ts'

test.use({ logs: { write: (folder) => [writeLog(folder, 'site.log', siteLog('lic-site', '2024-03-04', 5))] } })

const byDay = '/reports/51?by=day&group=Feature&period=all&measure=Max in use&measure=Elapsed time'

const open = async (page: Page, path: string): Promise<void> => {
  await goTo(page, path)
  await settled(page)
}

const h1 = (page: Page) => page.getByRole('heading', { level: 1 })
const picture = (page: Page) => chart(page).getByRole('img', { name: /series over/ })
const hours = (text: string | undefined) => Number((text ?? '').replaceAll(',', ''))

/** Where a day of the chart is, in pixels of the window: the lines run from the first day at the left to the last at the right. */
const pointOf = async (page: Page, day: number, days: number, up: number) => {
  const box = await picture(page).boundingBox()
  if (!box) throw new Error('The chart is not on the page.')
  // The labels of the axes are inside the picture; what is pointed at is the nearest point.
  return { x: box.x + 40 + ((box.width - 60) * day) / (days - 1), y: box.y + box.height - 30 - up }
}

test('a row leads to its users on its day, and their hours are those of the row', async ({ page }) => {
  await open(page, byDay)
  const row = (await shownRows(page)).find((it) => it.Time === '2024-03-05' && it.Feature === 'mesh')
  await grid(page)
    .locator('.ag-row')
    .filter({ has: page.getByRole('gridcell', { name: '2024-03-05', exact: true }) })
    .filter({ has: page.getByRole('gridcell', { name: 'mesh', exact: true }) })
    .locator('[col-id="Feature"]')
    .dblclick()
  await expect(h1(page)).toHaveText('Individual License Use Logfile [84]')
  await expect(page).toHaveURL(/from=2024-03-05&to=2024-03-06/)
  await expect(breadcrumb(page).getByRole('listitem').last()).toHaveText('mesh, 2024-03-05')
  await expect(cell(page, 'dan', 'User name')).toBeVisible()
  const users = await shownRows(page)
  const sum = users.reduce((total, it) => total + hours(it['Elapsed time']), 0)
  expect(sum).toBeCloseTo(hours(row?.['Elapsed time']), 1)

  await cell(page, 'dan', 'User name').dblclick()
  await expect(cell(page, 'desk-dan', 'Elapsed time')).toBeVisible()
  await expect(h1(page)).toHaveText('Host User License Use Logfile [50]')
  await breadcrumb(page).getByRole('link', { name: 'mesh, 2024-03-05' }).click()
  await expect(cell(page, 'dan', 'User name')).toBeVisible()
  await breadcrumb(page).getByRole('link', { name: 'Total License Use Logfile [51]' }).click()
  await expect(cell(page, 'solve_hpc', 'Feature')).toBeVisible()
})

test('by the keyboard: Enter goes to the users, the menu of the row to its denials and events', async ({ page }) => {
  await open(page, byDay)
  await cell(page, 'draft', 'Feature').click()
  await page.keyboard.press('Shift+F10')
  const items = page.getByRole('menuitem')
  await expect(items.first()).toHaveText(/Narrow to draft, 2024-03-04 by User name/)
  await expect(items.filter({ hasText: 'Narrow to draft by User name, whole period' })).toBeVisible()
  await items.filter({ hasText: 'Denials of draft, 2024-03-04 [52]' }).click()
  await expect(h1(page)).toHaveText('Denied License Use Logfile [52]')
  await settled(page)
  await expect(page).toHaveURL(/from=2024-03-04&to=2024-03-05/)
  await expect(breadcrumb(page).getByRole('listitem').last()).toHaveText('draft, 2024-03-04')

  await page.goBack()
  await settled(page)
  await cell(page, 'draft', 'Feature').click()
  await page.keyboard.press('Enter')
  await expect(h1(page)).toHaveText('Individual License Use Logfile [84]')
})

test('a point of the chart leads to its users on its day, its denial marks to what was refused', async ({ page }) => {
  await open(page, byDay)
  const top = await pointOf(page, 2, 5, 120)
  await page.mouse.dblclick(top.x, top.y)
  await expect(h1(page)).toHaveText('Individual License Use Logfile [84]')
  await expect(page).toHaveURL(/from=2024-03-06&to=2024-03-07/)
  await page.goBack()
  await settled(page)

  const point = await pointOf(page, 2, 5, 120)
  await page.mouse.click(point.x, point.y, { button: 'right' })
  await expect(page.getByRole('menuitem', { name: /Show in the table/ })).toBeVisible()
  await page.getByRole('menuitem', { name: /Denials of .*, 2024-03-06/ }).click()
  await expect(h1(page)).toHaveText('Denied License Use Logfile [52]')
  await page.goBack()
  await settled(page)

  // The marks stand on the time axis.
  const mark = await pointOf(page, 2, 5, 0)
  await page.mouse.dblclick(mark.x, mark.y)
  await expect(h1(page)).toHaveText('Denied License Use Logfile [52]')
  await expect(breadcrumb(page).getByRole('listitem').last()).toHaveText('denials, 2024-03-06')
})

test('the arrow keys walk along the chart, and its menu drills from there', async ({ page }) => {
  await open(page, byDay)
  await picture(page).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem').first()).toHaveText(/Narrow to .*, 2024-03-05 by User name/)
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(h1(page)).toHaveText('Individual License Use Logfile [84]')
  await expect(page).toHaveURL(/from=2024-03-05&to=2024-03-06/)
})

test('a point lights its row, a selected row makes its series stand out', async ({ page }) => {
  await open(page, byDay)
  await cell(page, 'mesh', 'Feature').click()
  await expect(chart(page).getByRole('button', { name: 'mesh' })).toHaveAttribute('aria-pressed', 'true')
  const point = await pointOf(page, 0, 5, 120)
  await page.mouse.move(point.x, point.y)
  await expect(grid(page).locator('.ag-row[class*="lit"]')).toHaveCount(1)
})

test('columns are pinned from the header and from the list of columns, and let go by Reset layout', async ({
  page,
}) => {
  await open(page, byDay)
  await header(page, 'Elapsed time').focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Pin left' }).click()
  await expect.poll(() => shownColumns(page)).toEqual(['Elapsed time', 'Time', 'Feature', 'Max in use'])
  await page.getByRole('button', { name: 'Choose columns' }).click()
  await page.getByRole('button', { name: 'Pin Feature' }).click()
  await page.keyboard.press('Escape')
  await expect.poll(() => shownColumns(page)).toEqual(['Feature', 'Elapsed time', 'Time', 'Max in use'])
  await page.reload()
  await settled(page)
  await expect.poll(() => shownColumns(page)).toEqual(['Feature', 'Elapsed time', 'Time', 'Max in use'])
  await page.getByRole('button', { name: 'Reset layout' }).click()
  await expect.poll(() => shownColumns(page)).toEqual(['Time', 'Feature', 'Max in use', 'Elapsed time'])
})

test('on paper there is the report and nothing of the frame, in light colours', async ({ page }) => {
  await open(page, `${byDay}&where.Feature=draft`)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.getByRole('heading', { name: 'Total License Use Logfile [51]' })).toBeVisible()
  await expect(page.getByText('Feature = draft')).toBeVisible()
  await expect(page.getByText('Europe/Berlin').last()).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeHidden()
  await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(5)
  await expect(page.getByRole('figure').locator('canvas')).toBeVisible()
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)')
  await page.emulateMedia({ media: 'screen' })
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible()
  await expect(page.getByRole('figure')).toHaveCount(0)
})

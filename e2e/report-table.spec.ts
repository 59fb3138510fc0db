import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { parseCsv, readXlsx } from './fixtures/exported-tables.ts'
import { runLictor } from './fixtures/lictor-process.ts'
import { siteLog, writeLog } from './fixtures/logs.ts'
import { goTo, test } from './fixtures/test.ts'
import {
  cell,
  filterRows,
  header,
  pressExport,
  type ShownRow,
  settled,
  shownColumns,
  shownRows,
} from './pages/report-page.ts'

test.use({ logs: { write: (folder) => [writeLog(folder, 'site.log', siteLog('lic-site', '2024-03-04', 5))] } })

const byDay = '/reports/51?by=day&group=Feature&period=all&measure=Avg in use&measure=Max in use&measure=Elapsed time'

test.beforeEach(async ({ page }) => {
  await goTo(page, byDay)
  await settled(page)
})

/** `Elapsed time [Hours]` → `Elapsed time`: exports say the unit in the header. */
const withoutUnit = (name: string): string => name.replace(/ \[[^\]]*\]$/, '')

/** A number as the grid writes it: the decimals of the cell, thousands separated. */
const asShown = (exported: string, shown: string): string => {
  if (!/^-?[\d.]+$/.test(exported)) return exported
  const decimals = /\.(\d+)$/.exec(shown)?.[1].length ?? 0
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  return new Intl.NumberFormat('en', options).format(Number(exported))
}

const expectShown = (exported: readonly string[][], shown: readonly ShownRow[]): void => {
  const [names, ...rows] = exported
  expect(rows).toHaveLength(shown.length)
  for (const [at, row] of rows.entries()) {
    const cells = Object.fromEntries(names.map((name, column) => [withoutUnit(name), row[column]]))
    const expected = Object.fromEntries(
      Object.entries(shown[at]).map(([name, text]) => [
        name,
        name === 'Time' ? cells.Time.slice(0, 10) : asShown(cells[name], text),
      ]),
    )
    expect(shown[at]).toEqual(expected)
  }
}

test('CSV has the cells of the grid, and of the command line', async ({ page, workplace, savedBy }) => {
  const exported = parseCsv(readFileSync(await savedBy(() => pressExport(page, 'CSV')), 'utf8'))
  expect(exported[0]).toEqual(['Time', 'Feature', 'Avg in use', 'Max in use', 'Elapsed time [Hours]'])
  expect(exported).toHaveLength(1 + 5 * 3)
  // The grid draws the rows that fit, and some more.
  const drawn = await shownRows(page)
  expect(drawn.length).toBeGreaterThan(5)
  expectShown([exported[0], ...exported.slice(1, 1 + drawn.length)], drawn)

  const { status, stdout } = await runLictor(
    'report',
    '51',
    '--db',
    workplace.database,
    '--group-by',
    'Feature',
    '--by',
    'day',
  )
  expect(status).toBe(0)
  const [names, ...rows] = parseCsv(stdout)
  const columns = exported[0].map((name) => names.indexOf(withoutUnit(name)))
  expect(rows.map((row) => columns.map((column) => row[column]))).toEqual(exported.slice(1))
})

test('CSV, XLSX and JSON have what is shown: as sorted, filtered and arranged', async ({ page, savedBy }) => {
  await filterRows(page, 'mesh')
  await expect(page.getByRole('status').filter({ hasText: '5 of 15 rows' })).toBeVisible()
  await header(page, 'Time').click()
  await header(page, 'Time').click()
  await expect(header(page, 'Time')).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(async () => (await shownRows(page))[0]?.Time).toBe('2024-03-08')
  const shown = await shownRows(page)
  expect(shown).toHaveLength(5)

  const csv = parseCsv(readFileSync(await savedBy(() => pressExport(page, 'CSV')), 'utf8'))
  expectShown(csv, shown)
  const xlsx = await readXlsx(await savedBy(() => pressExport(page, 'XLSX')))
  expect(xlsx[0]).toEqual(csv[0])
  expectShown(xlsx, shown)
  const json = JSON.parse(readFileSync(await savedBy(() => pressExport(page, 'JSON')), 'utf8')) as Record<
    string,
    unknown
  >[]
  expectShown([Object.keys(json[0]), ...json.map((row) => Object.values(row).map(String))], shown)

  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByRole('button', { name: 'Reset layout' }).click()
  await expect(header(page, 'Time')).toHaveAttribute('aria-sort', 'none')
})

test('columns, widths and sorting outlive a reload, and can be put back', async ({ page }) => {
  const natural = await shownColumns(page)
  const width = async (column: string) => Math.round((await header(page, column).boundingBox())?.width ?? 0)
  const naturalWidth = await width('Feature')

  await drag(page, header(page, 'Feature').locator('.ag-header-cell-resize'), 90)
  await expect.poll(() => width('Feature')).toBeGreaterThan(naturalWidth + 60)
  await header(page, 'Max in use').click()
  await expect(header(page, 'Max in use')).toHaveAttribute('aria-sort', 'ascending')
  await header(page, 'Elapsed time').dragTo(header(page, 'Feature'), { steps: 12, targetPosition: { x: 12, y: 10 } })
  await expect.poll(() => shownColumns(page)).toEqual(['Time', 'Elapsed time', 'Feature', 'Avg in use', 'Max in use'])
  const dragged = await width('Feature')

  await page.reload()
  await settled(page)
  expect(await shownColumns(page)).toEqual(['Time', 'Elapsed time', 'Feature', 'Avg in use', 'Max in use'])
  expect(await width('Feature')).toBe(dragged)
  await expect(header(page, 'Max in use')).toHaveAttribute('aria-sort', 'ascending')

  await page.getByRole('button', { name: 'Reset layout' }).click()
  await expect.poll(() => shownColumns(page)).toEqual(natural)
  await expect.poll(() => width('Feature')).toBe(naturalWidth)
  await expect(header(page, 'Max in use')).toHaveAttribute('aria-sort', 'none')
})

test('a cell is copied in full precision, rows with their header', async ({ page, clipboard }) => {
  const copied = cell(page, 'draft', 'Avg in use')
  await copied.click()
  await page.keyboard.press('ControlOrMeta+c')
  await expect(page.getByRole('status').filter({ hasText: 'Copied the cell' })).toBeVisible()
  const text = await clipboard()
  expect(text).toMatch(/^\d\.\d{3,}$/)
  await expect(copied).toHaveText(Number(text).toFixed(2))

  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('ControlOrMeta+c')
  const [names, ...rows] = (await clipboard()).trimEnd().split('\n')
  expect(names.split('\t')).toEqual(['Time', 'Feature', 'Avg in use', 'Max in use', 'Elapsed time (h)'])
  expect(rows).toHaveLength(2)
})

const drag = async (page: Page, handle: ReturnType<typeof header>, byX: number): Promise<void> => {
  const box = await handle.boundingBox()
  if (!box) throw new Error('The handle is not on the page.')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + byX, y, { steps: 8 })
  await page.mouse.up()
}

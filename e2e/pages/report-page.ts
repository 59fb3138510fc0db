import { expect, type Locator, type Page } from '@playwright/test'

/** Finds a data type in the catalogue by what is typed, and opens it. */
export const openFromCatalogue = async (page: Page, typed: string, name: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Reports' }).click()
  await page.getByRole('textbox', { name: 'Find a data type' }).fill(typed)
  await page.getByRole('main').getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
}

/** Waits until the whole answer is there. */
export const settled = async (page: Page): Promise<void> => {
  await expect(page.locator('[aria-label="Fetching the report"]')).toHaveAttribute('data-state', 'idle')
  await expect(grid(page).locator('.ag-row').first()).toBeVisible()
}

export const grid = (page: Page): Locator => page.getByRole('region', { name: /: rows$/ })

export const chart = (page: Page): Locator => page.getByRole('region', { name: 'Chart', exact: true })

/** A segment of a control such as the resolution or the kind of chart. */
export const choose = async (page: Page, control: string, segment: string): Promise<void> => {
  await page.getByRole('radiogroup', { name: control }).getByText(segment, { exact: true }).click()
}

export type ShownRow = Readonly<Record<string, string>>

/** The rows that are drawn, top to bottom: the text of each cell by the name of its column. */
export const shownRows = (page: Page): Promise<ShownRow[]> =>
  grid(page)
    .locator('.ag-row')
    .evaluateAll((rows) =>
      rows
        .map((row) => ({
          at: Number(row.getAttribute('row-index')),
          cells: Object.fromEntries(
            [...row.querySelectorAll('[role="gridcell"]')].map((cell) => [
              cell.getAttribute('col-id') ?? '',
              cell.textContent ?? '',
            ]),
          ),
        }))
        .sort((a, b) => a.at - b.at)
        .map(({ cells }) => cells),
    )

/** Names of the columns from left to right; in tables that are no report, their ids. */
export const shownColumns = (page: Page, table: Locator = grid(page)): Promise<string[]> =>
  table
    .getByRole('columnheader')
    .evaluateAll((headers) =>
      [...headers]
        .sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
        .map((header) => header.getAttribute('col-id') ?? ''),
    )

export const header = (page: Page, column: string): Locator =>
  grid(page).locator(`[role="columnheader"][col-id="${column}"]`)

/** The cell of a column in the first drawn row that has `value` somewhere. */
export const cell = (page: Page, value: string, column: string): Locator =>
  grid(page)
    .locator('.ag-row')
    .filter({ has: page.getByRole('gridcell', { name: value, exact: true }) })
    .first()
    .locator(`[col-id="${column}"]`)

export const filterRows = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Filter rows' }).fill(text)
}

/** Presses *Export* and the format. */
export const pressExport = async (page: Page, format: 'CSV' | 'XLSX' | 'JSON'): Promise<void> => {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitem', { name: `Export ${format}` }).click()
}

/** Adds a value to the filter on a classification, chosen from what is offered after typing. */
export const addFilter = async (page: Page, classification: string, typed: string, value: string): Promise<void> => {
  await page.getByRole('button', { name: 'Filter by a classification' }).click()
  await page.getByRole('menuitem', { name: classification, exact: true }).click()
  await page
    .getByRole('textbox', { name: classification, exact: true })
    .or(page.getByRole('combobox', { name: classification, exact: true }))
    .fill(typed)
  await page.getByRole('option', { name: value, exact: true }).click()
}

import type { Locator, Page } from '@playwright/test'

export const agentRow = (page: Page, host: string): Locator =>
  page.locator('.ag-row').filter({ has: page.locator('[col-id="host"]').getByText(host, { exact: true }) })

/** A cell of the grid, by the column's id. The pinned part of a row is an element of its own, with the same `row-id`. */
export const agentCell = (page: Page, host: string, column: string): Locator =>
  page.locator(
    `xpath=//*[@row-id = //*[@row-id][.//*[@col-id="host" and normalize-space() = "${host}"]]/@row-id]` +
      `//*[@role="gridcell" and @col-id="${column}"]`,
  )

export const agentPanel = (page: Page): Locator => page.getByRole('complementary', { name: /^Details of / })

/** A fact of the open panel, by what stands before it. */
export const agentFact = (page: Page, label: string): Locator =>
  agentPanel(page)
    .locator('dt', { hasText: new RegExp(`^${label}$`) })
    .locator('+ dd')

export const chooseAgents = async (page: Page, ...hosts: readonly string[]): Promise<void> => {
  for (const host of hosts) await agentRow(page, host).getByRole('checkbox').check()
}

export const chosenActions = (page: Page): Locator =>
  page.getByRole('region', { name: 'What to do with the chosen agents' })

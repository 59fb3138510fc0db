import type { Locator, Page } from '@playwright/test'

export const agentRow = (page: Page, host: string): Locator =>
  page.locator('.ag-row').filter({ has: page.locator('[col-id="host"]').getByText(host, { exact: true }) })

/** A cell of the grid, by the column's id. */
export const agentCell = (page: Page, host: string, column: string): Locator =>
  agentRow(page, host).locator(`[role="gridcell"][col-id="${column}"]`)

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

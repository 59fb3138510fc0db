import { expect, type Locator, type Page } from '@playwright/test'
import { goTo } from '../fixtures/test.ts'

/** Opens the page of a source from the list. */
export const openSource = async (page: Page, server: string): Promise<void> => {
  await goTo(page, '/sources')
  await page.getByRole('main').getByRole('link', { name: server, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: server })).toBeVisible()
}

export const timeLine = (page: Page): Locator => page.getByRole('slider', { name: 'Time line of observed runs' })

/** The runs as the table lists them, top to bottom. */
export const runs = (page: Page): Locator => page.getByRole('region', { name: 'Runs' }).locator('tbody tr')

/** A fact or figure of the page, such as `Time zone`. */
export const fact = (page: Page, label: string): Locator =>
  page
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${label.replace(/[()]/g, '\\$&')}$`) }) })
    .locator('dd')

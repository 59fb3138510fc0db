import { expect, type Locator, type Page } from '@playwright/test'

export const editor = (page: Page): Locator => page.getByRole('textbox', { name: /^Text of the map/ })

/** A tab such as `Findings`; its number stands behind its name. */
export const openView = async (page: Page, name: string): Promise<void> => {
  await page
    .getByRole('tablist', { name: 'What the map says' })
    .getByRole('tab', { name: new RegExp(`^${name}`) })
    .click()
}

export const viewTab = (page: Page, name: string): Locator =>
  page.getByRole('tablist', { name: 'What the map says' }).getByRole('tab', { name: new RegExp(`^${name}`) })

/** Reads a file into the draft of the open map. */
export const chooseMap = async (page: Page, path: string): Promise<void> => {
  const asked = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: 'Import a map file…' }).first().click()
  await (await asked).setFiles(path)
}

/** Saves, and waits until it is said. @returns the message that offers to undo it */
export const save = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const said = page.getByRole('status').filter({ hasText: 'saved.' }).last()
  await expect(said).toBeVisible()
  return said
}

export const findings = (page: Page): Locator => page.getByRole('list', { name: 'Findings' }).getByRole('listitem')

/** What is selected in the editor. */
export const selectedText = (page: Page): Promise<string> =>
  editor(page).evaluate((element) => {
    const { value, selectionStart, selectionEnd } = element as HTMLTextAreaElement
    return value.slice(selectionStart, selectionEnd)
  })

/** The cells of a grid's drawn rows by the ids of their columns. */
export const gridRows = (grid: Locator): Promise<Readonly<Record<string, string>>[]> =>
  grid
    .locator('.ag-row')
    .evaluateAll((rows) =>
      rows.map((row) =>
        Object.fromEntries(
          [...row.querySelectorAll('[role="gridcell"]')].map((cell) => [
            cell.getAttribute('col-id') ?? '',
            cell.textContent ?? '',
          ]),
        ),
      ),
    )

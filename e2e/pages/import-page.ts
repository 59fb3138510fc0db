import { expect, type Locator, type Page } from '@playwright/test'

export const queue = (page: Page): Locator => page.getByRole('region', { name: 'Queue' })

/** The line of an import in the list of those that ended. */
export const pastImport = (page: Page, fileName: string): Locator =>
  page
    .getByRole('region', { name: 'Past imports' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: fileName, exact: true }) })

/** Its result, once it has ended. */
export const expectImported = async (page: Page, fileName: string, result: string | RegExp): Promise<void> => {
  await expect(pastImport(page, fileName).first()).toContainText(result, { timeout: 20_000 })
}

/** Files dropped on the window, as a file manager drops them. Content goes through the page: for small files. */
export const dropFiles = async (
  page: Page,
  files: readonly { readonly name: string; readonly content: string }[],
): Promise<void> => {
  const transfer = await page.evaluateHandle(
    (given) => {
      const made = new DataTransfer()
      for (const { name, content } of given) made.items.add(new File([content], name))
      return made
    },
    files as { name: string; content: string }[],
  )
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer })
  await expect(page.getByTestId('drop-target')).toBeVisible()
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  await transfer.dispose()
}

/** Types paths of files of this machine, and starts their import. */
export const importPaths = async (page: Page, paths: readonly string[]): Promise<void> => {
  await page.getByRole('button', { name: 'type or paste paths' }).click()
  await page.getByRole('textbox', { name: /^Paths on this machine/ }).fill(paths.join('\n'))
  await page.getByRole('button', { name: /^Import \d+ paths?$/ }).click()
  await expect(page.getByRole('textbox', { name: /^Paths on this machine/ })).toBeHidden()
}

export const openReportOf = async (page: Page, fileName: string): Promise<void> => {
  await pastImport(page, fileName).first().getByRole('link', { name: fileName }).click()
  await expect(page.getByRole('heading', { level: 1, name: fileName })).toBeVisible()
}

/** A figure of the report of an import, such as `Lines read`. */
export const figure = (page: Page, label: string): Locator =>
  page
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) })
    .locator('dd')

/** Chooses *Remove import…* of a past import. @returns the dialog that asks */
export const removeImport = async (page: Page, fileName: string): Promise<Locator> => {
  await pastImport(page, fileName)
    .getByRole('button', { name: `Actions for ${fileName}` })
    .click()
  await page.getByRole('menuitem', { name: 'Remove import…' }).click()
  return page.getByRole('dialog', { name: `Remove the import of ${fileName}?` })
}

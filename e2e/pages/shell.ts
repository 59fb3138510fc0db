import type { Locator, Page } from '@playwright/test'

/** The frame that is around every page. */
export const rail = (page: Page): Locator => page.getByRole('navigation', { name: 'Pages' })

export const breadcrumb = (page: Page): Locator => page.getByRole('navigation', { name: 'Breadcrumb' })

/** Opens the palette, types, and waits for the entry of that name. */
export const findInPalette = async (page: Page, typed: string, entry: string | RegExp): Promise<Locator> => {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('textbox', { name: 'Search and commands' }).fill(typed)
  return palette(page).getByRole('button', { name: entry })
}

export const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Search and commands' })

export const openRunningWork = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: /^Running work/ }).click()
  return page.getByRole('dialog', { name: 'Running work' })
}

export const openNotices = async (page: Page): Promise<Locator> => {
  await page.getByRole('button', { name: /^Notices/ }).click()
  return page.getByRole('dialog', { name: 'Notices' })
}

export const chooseTheme = async (page: Page, theme: 'Light' | 'Dark' | 'As the system'): Promise<void> => {
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name: theme }).click()
}

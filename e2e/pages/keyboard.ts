import type { Page } from '@playwright/test'

/** Presses Tab until the control of that name has the focus, as somebody without a mouse does. */
export const tabTo = async (page: Page, name: string): Promise<void> => {
  for (let pressed = 0; pressed < 100; pressed++) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
    })
    if (focused === name) return
  }
  throw new Error(`The focus did not come to “${name}” with Tab.`)
}

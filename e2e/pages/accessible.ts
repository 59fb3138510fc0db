import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Fails, and lets the test go on, when something stands seriously in the way of somebody: on the page, or in one part of it. */
export const expectAccessible = async (
  page: Page,
  where: string,
  theme: 'Light' | 'Dark',
  part?: string,
): Promise<void> => {
  await settled(page)
  // There are no frames: what puts their answers together in a page of its own is not needed, and takes the longest.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  if (part !== undefined) axe.include(part)
  // The dark scheme has other colours and nothing else: the other rules would say the same twice.
  const { violations } = await (theme === 'Dark' ? axe.withRules('color-contrast') : axe.withTags(rules)).analyze()
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, html }) =>
        [id, target.join(' '), ...any.map(({ message }) => message), html].join(' | '),
      ),
    )
  expect.soft(grave, `${where}, ${theme}`).toEqual([])
}

/** What fades in from one colour to another has, on its way, a contrast that nobody chose. */
const settled = async (page: Page): Promise<void> => {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity),
  )
}

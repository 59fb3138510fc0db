import { join } from 'node:path'
import { expect } from '@playwright/test'
import { writeFlexnetLog } from '../bench/flexnet-log-generator.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectImported, importPaths, pastImport, queue } from './pages/import-page.ts'
import { openRunningWork } from './pages/shell.ts'

const lines = 1_000_000

test.beforeEach(async ({ page }) => {
  await goTo(page, '/import')
})

test('a large log shows its progress, and can be cancelled: discarded, kept, or not at all', async ({
  page,
  workplace,
}) => {
  const paths = ['discarded', 'kept', 'whole'].map((name, seed) => {
    const path = join(workplace.folder, `${name}.log`)
    writeFlexnetLog(path, { lines: name === 'whole' ? 300_000 : lines, days: 30, users: 200, features: 30, seed })
    return path
  })

  await test.step('discard', async () => {
    await importPaths(page, paths.slice(0, 1))
    const line = queue(page).getByRole('listitem').filter({ hasText: 'discarded.log' })
    await expect(line.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /[1-9]/)
    await line.getByRole('button', { name: 'Cancel the import of discarded.log' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
    await expectImported(page, 'discarded.log', 'Nothing of it was kept')
    await expect(pastImport(page, 'discarded.log').getByRole('img', { name: 'Cancelled' })).toBeVisible()
  })

  await test.step('keep what was read', async () => {
    await importPaths(page, paths.slice(1, 2))
    const line = queue(page).getByRole('listitem').filter({ hasText: 'kept.log' })
    await expect(line.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /[1-9]/)
    const work = await openRunningWork(page)
    await work.getByRole('button', { name: 'Cancel: Import kept.log' }).click()
    await page.getByRole('button', { name: 'Keep what was read' }).click()
    await expectImported(page, 'kept.log', /[1-9][\d,]* lines/)
  })

  await test.step('the rest of what was kept is added later', async () => {
    await importPaths(page, paths.slice(1, 2))
    await expectImported(page, 'kept.log', /new lines at the end of kept\.log/)
  })
})

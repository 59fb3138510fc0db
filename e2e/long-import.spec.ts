import { join } from 'node:path'
import { expect } from '@playwright/test'
import { writeFlexnetLog } from '../bench/flexnet-log-generator.ts'
import { goTo, test } from './fixtures/test.ts'
import { expectImported, importPaths, pastImport, queue } from './pages/import-page.ts'
import { openRunningWork } from './pages/shell.ts'

test.beforeEach(async ({ page }) => {
  await goTo(page, '/import')
})

test('a large log shows its progress, and can be cancelled: discarded, or kept and gone on with later', async ({
  page,
  workplace,
}) => {
  test.setTimeout(120_000)
  const paths = ['discarded', 'kept'].map((name, seed) => {
    const path = join(workplace.folder, `${name}.log`)
    // Long enough to be stopped by hand on a quick machine.
    writeFlexnetLog(path, { lines: 1_000_000 * (1 + seed), days: 30, users: 200, features: 30, seed })
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
    // Far enough for a part of it to be stored: three of some 200,000 lines may be on their way there, a fourth being read.
    const percent = async () => Number(await line.getByRole('progressbar').getAttribute('aria-valuenow'))
    await expect.poll(percent, { intervals: [50], timeout: 30_000 }).toBeGreaterThan(60)
    const work = await openRunningWork(page)
    await work.getByRole('button', { name: 'Cancel: Import kept.log' }).click()
    await page.getByRole('button', { name: 'Keep what was read' }).click()
    await expectImported(page, 'kept.log', 'It was stopped on the way; what had been read was kept.')
  })

  await test.step('the rest of what was kept is added later', async () => {
    await importPaths(page, paths.slice(1, 2))
    await expectImported(page, 'kept.log', /new lines at the end of kept\.log/)
  })
})

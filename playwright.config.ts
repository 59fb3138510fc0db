import { defineConfig, devices } from '@playwright/test'

/** Found by run.mjs, or named by whoever runs Playwright directly. */
const chromium = process.env.LICTOR_CHROMIUM
/** The path of the Electron binary, set by run.mjs where it is installed and a display is there to show it. */
const electron = process.env.LICTOR_ELECTRON

const asRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  forbidOnly: process.env.CI === 'true',
  fullyParallel: false,
  // A busy machine may keep a browser waiting; run.mjs names each spec that passed only on the second try.
  retries: 1,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    // Keeping a trace costs a third of the time; ask for it when a spec fails.
    trace: process.env.LICTOR_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'browser',
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1440, height: 900 },
        launchOptions: {
          executablePath: chromium,
          args: [
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-quic',
            '--disable-sync',
            '--no-first-run',
            // Chromium's own sandbox refuses to start for root.
            ...(asRoot ? ['--no-sandbox'] : []),
          ],
        },
      },
    },
    ...(electron ? [{ name: 'electron' }] : []),
  ],
})

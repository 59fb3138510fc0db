import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

/** Fault tests kill, starve and fill up things; they take minutes and run by `npm run test:faults` alone. */
const faults = process.env.LICTOR_FAULTS === '1'

export default defineConfig({
  test: {
    environment: 'node',
    // Ending a worker thread during a sqlite3 call aborts the whole process; a forked process may die alone.
    pool: 'forks',
    // Much of the time is spent waiting for processes and locks; on two processors the default is one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    include: faults
      ? ['{core,electron,agent}/**/*.{faults,test}.ts']
      : ['{core,electron,renderer,agent,bench}/**/*.test.{ts,tsx}', 'e2e/recount/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'out/**'],
    testTimeout: faults ? 120_000 : 60_000,
    // Every test that names a fault, also those that run small with the others: run.mjs makes a table of them.
    ...(faults ? { testNamePattern: /^[IASU]\d+[: ]/, fileParallelism: false } : {}),
    env: {
      // The zone of the machine must not decide what a test sees.
      TZ: 'UTC',
      // Every test starts worker threads and commands; compiling their files anew took half of the processor time of those measured.
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node-compile-cache', import.meta.url)),
    },
  },
})

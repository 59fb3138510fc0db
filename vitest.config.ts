import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

/** Fault tests kill, starve and fill up things; they take minutes and run by `npm run test:faults` alone. */
const faults = process.env.LICTOR_FAULTS === '1'

/** Tests that only compute, on what they are given: they start no worker, change no global and may share a process, which halves their time. */
const computing = [
  'core/{aggregation,contract,data-types,export,facts,importers,mapping,query,reading,segments,usage}/**/*.test.ts',
  'renderer/**/*.test.{ts,tsx}',
]
const all = ['{core,electron,renderer,agent,bench}/**/*.test.{ts,tsx}', 'e2e/recount/**/*.test.ts']
const excluded = [...configDefaults.exclude, 'out/**']

export default defineConfig({
  test: {
    environment: 'node',
    // Ending a worker thread during a sqlite3 call aborts the whole process; a forked process may die alone.
    pool: 'forks',
    // Much of the time is spent waiting for processes and locks; on two processors the default is one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    ...(faults
      ? {
          include: ['{core,electron,agent}/**/*.{faults,test}.ts'],
          exclude: excluded,
          testTimeout: 120_000,
          // Every test that names a fault, also those that run small with the others: run.mjs makes a table of them.
          testNamePattern: /^[IASU]\d+[: ]/,
          fileParallelism: false,
        }
      : {
          testTimeout: 60_000,
          projects: [
            {
              extends: true,
              test: {
                name: 'working',
                include: all,
                exclude: [...excluded, ...computing],
                sequence: { groupOrder: 1 },
              },
            },
            {
              extends: true,
              test: {
                name: 'computing',
                include: computing,
                exclude: excluded,
                isolate: false,
                sequence: { groupOrder: 2 },
              },
            },
          ],
        }),
    env: {
      // The zone of the machine must not decide what a test sees.
      TZ: 'UTC',
      // Every test starts worker threads and commands; compiling their files anew took half of the processor time of those measured.
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node-compile-cache', import.meta.url)),
    },
  },
})

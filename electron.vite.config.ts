import { cpSync, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import renderer from './renderer/vite.config.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The migrations are read as files beside the code, so they travel beside the bundle. */
const copyMigrations: Plugin = {
  name: 'lictor:copy-migrations',
  closeBundle() {
    const migrations = here('core/database/migrations')
    if (existsSync(migrations)) cpSync(migrations, here('out/main/migrations'), { recursive: true })
  },
}

export default defineConfig({
  main: {
    plugins: [copyMigrations],
    build: {
      outDir: here('out/main'),
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          main: here('electron/main.ts'),
          'ingest-worker': here('core/workers/ingest-worker.ts'),
          'derive-worker': here('core/workers/derive-worker.ts'),
          'scan-worker': here('core/workers/scan-worker.ts'),
        },
        output: {
          entryFileNames: '[name].js',
          // Chunks lie beside the entries: `new URL('./scan-worker.js', import.meta.url)` holds wherever the caller ends up.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: here('out/preload'),
      // A sandboxed preload script can load nothing but electron: everything else is bundled, as CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: here('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer,
})

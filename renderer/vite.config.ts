import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * The page, for both hosts: electron-vite includes this configuration, and the browser host builds it alone.
 * Nothing inline comes out of it (no scripts, no data: URLs), because the page's content security policy forbids them.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../out/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    minify: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 3_000,
    rolldownOptions: { input: fileURLToPath(new URL('./index.html', import.meta.url)) },
  },
})

// How the console is built, served while one works on it, and tested.
import { fileURLToPath } from 'node:url'

import vue from '@vitejs/plugin-vue'
import elementPlus from 'unplugin-element-plus/vite'
import { defineConfig } from 'vitest/config'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  // elementPlus adds the stylesheet of each component that is imported by name; the imports themselves stay written out.
  plugins: [vue(), elementPlus({})],
  resolve: { alias: { '@tests': here('./tests'), '@': here('./src') } },
  build: {
    target: 'es2022',
    // Inlined fonts or pictures would need `data:` in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    manifest: true,
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: Object.fromEntries(['/v1', '/health'].map((path) => [path, { target: process.env['KHAYWE_API'] ?? 'http://127.0.0.1:8000' }])),
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    server: { deps: { inline: ['element-plus'] } },
    sequence: { shuffle: true },
    restoreMocks: true,
    testTimeout: 20_000,
  },
})

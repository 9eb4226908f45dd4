// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';

// `npm run dev` serves the page itself and hands the API to a running tocsin.
const target = process.env['TOCSIN_URL'] ?? 'http://127.0.0.1:8470';

export default defineConfig({
  base: '/',
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    // Nothing inlined: the page's policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2500,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target, ws: true, changeOrigin: true, rewriteWsOrigin: true },
      '/map.pmtiles': { target, changeOrigin: true },
    },
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});

import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { fontsPlugin } from './src/content/fontsPlugin.ts';
import { kernelPlugin } from './src/content/kernelPlugin.ts';
import { contentPlugin } from './src/content/plugin.ts';
import { typesPlugin } from './src/content/typesPlugin.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  // Relative addresses: the built folder works under any sub-path of any static host.
  base: './',
  appType: 'custom',
  define: { global: 'globalThis' },
  plugins: [
    react(),
    fontsPlugin(root),
    kernelPlugin(),
    typesPlugin(),
    contentPlugin({ siteUrl: process.env.SITE_URL }),
  ],
  resolve: {
    alias: [
      { find: /^kit\/(host|random|errors)$/, replacement: `${root}src/kit/$1.ts` },
      { find: /^kit\/([\w-]+)$/, replacement: `${root}src/kit/$1/index.ts` },
      { find: /^lessons\/(.+)$/, replacement: `${root}lessons/$1` },
    ],
  },
  // Pages are made on request, so nothing names the entries: without them the first visit would reload itself.
  optimizeDeps: {
    entries: ['src/shell/main.ar.ts', 'src/shell/recordLesson.ts'],
    // The editor's type worker starts late; found only then, it would do the same.
    include: ['typescript'],
  },
  build: {
    target: 'es2023',
    // The polyfill would be an inline script, which the page's policy forbids.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    // A small font as a data: address would be refused by the page's policy.
    assetsInlineLimit: (file) => (/\.(woff2?|ttf)$/.test(file) ? false : undefined),
  },
  test: {
    environment: 'node',
    setupFiles: ['src/i18n/allMessages.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'lessons/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One copy of tfjs in Node too: its packages' CommonJS and ES builds would each bring an engine of their own.
    alias: [
      {
        find: /^(@tensorflow\/tfjs-(?:core|layers|backend-\w+))$/,
        replacement: '$1/dist/index.js',
      },
    ],
    server: { deps: { inline: [/@tensorflow\//] } },
  },
});

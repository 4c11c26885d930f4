import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import { define, ONE_FILE, oneFileBeside, worker } from './one-file.config.ts'

/** Hot reload wants a connection and inline styles: only what is built keeps the page's own policy. */
const developmentPolicy: Plugin = {
  name: 'development-policy',
  apply: (_, { command, isPreview }) => command === 'serve' && !isPreview,
  transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
}

const packed = (type: string, ...endings: string[]) => ({ [type]: endings })

/** The service worker holds every file of the page but the one file, which is there to be taken along. */
const offline = VitePWA({
  registerType: 'prompt',
  injectRegister: false,
  workbox: {
    globPatterns: ['**/*.{js,css,html,svg,png}'],
    globIgnores: [ONE_FILE],
    navigateFallbackDenylist: [new RegExp(`/${ONE_FILE}$`)],
    cleanupOutdatedCaches: true,
  },
  manifest: {
    name: 'Layershed',
    short_name: 'Layershed',
    description: 'Makes docker save archives small: nothing is uploaded. 精简 docker save 归档，数据不会上传。',
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#f7f4ec',
    theme_color: '#f7f4ec',
    categories: ['developer', 'utilities'],
    icons: [
      { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    file_handlers: [
      {
        action: './',
        accept: {
          ...packed('application/x-tar', '.tar'),
          ...packed('application/gzip', '.tar.gz', '.tgz'),
          ...packed('application/zstd', '.tar.zst', '.tzst'),
          ...packed('application/x-xz', '.tar.xz', '.txz'),
          ...packed('application/x-bzip2', '.tar.bz2', '.tbz2'),
          ...packed('application/zip', '.zip'),
        },
      },
    ],
  },
})

/** What the page and its later parts share comes in one piece: in many small ones it would be packed worse. */
const COMMON =
  /node_modules\/(?:svelte|comlink)\/|src\/(?:ui\/part|worker\/door)\/|CommandLine\.svelte|ProgressBar\.svelte|src\/state\/(?:sites\.svelte|jobs\/opening)\.ts|src\/output\/(?:download|downloadable|picker|output)\.ts|new-name\.ts|handover\/commands\.ts|preload-helper/

export default defineConfig({
  base: './',
  define,
  worker,
  plugins: [svelte(), developmentPolicy, oneFileBeside(), offline],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'common', test: COMMON }] } } },
  },
  preview: { port: 4173 },
  test: {
    projects: [
      {
        extends: true,
        // Slow machines are no fault.
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          environment: './tests/page-in-node.ts',
          // Its scripts are modules, which Node can't tell by its package.
          server: { deps: { inline: [/@bokuweb\/zstd-wasm/] } },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          // Slow machines are no fault.
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'browsers',
          include: ['tests/other-browsers/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'engines',
          include: ['tests/engines/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
})

import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

/** Of all that a worker's global scope has, what the core may name: what Node, Deno and browsers have alike. */
const COMMON = ['AbortController', 'AbortSignal', 'Blob', 'CompressionStream', 'DecompressionStream', 'DOMException']
  .concat(['File', 'ReadableStream', 'ReadableStreamDefaultReader', 'TextDecoder', 'TextEncoder', 'TransformStream'])
  .concat(['WritableStream', 'atob', 'crypto', 'structuredClone'])

/** TypeScript knows a worker's scope only as a whole, and would let fetch, self or indexedDB into the core. */
const workerOnly = Object.keys({ ...globals.worker, ...globals.serviceworker }).filter((name) => !COMMON.includes(name))

export default ts.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  {
    // Each file with the types of its room: the nearest tsconfig.json.
    files: ['src/**/*.ts', 'src/**/*.svelte', 'tests/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/**'],
    rules: { 'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['src/core/**'],
    rules: { 'no-restricted-globals': ['error', { globals: workerOnly, checkGlobalObject: true }] },
  },
  // The session replaces its maps whole ($state.raw), so that data from the worker stays plain.
  { files: ['src/state/**'], rules: { 'svelte/prefer-svelte-reactivity': 'off' } },
  { files: ['tests/**'], rules: { 'no-console': 'off' } },
)

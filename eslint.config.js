import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

/** Everything above the core. */
const aboveCore = ['**/worker/*', '**/ui/*', '**/messages/*', '**/output/*', '**/session*', 'svelte', 'comlink']
const aboveForm = [...aboveCore, '../slim', '../open', '../report', '../verdict', '../fingerprint']
const aboveImage = [
  ...aboveCore,
  '**/form/*',
  '../plan',
  '../slim',
  '../open',
  '../report',
  '../verdict',
  '../destination',
]
const aboveTar = [
  ...aboveCore,
  '**/image/*',
  '**/form/*',
  '**/compression/*',
  '**/core/*',
  '../plan',
  '../slim',
  '../open',
]

/**
 * The rooms of the house, and what each may not import: what stands above it. Of two entries that fit a file the later one
 * counts alone, so the narrower stands below the wider and repeats it.
 */
const rooms = [
  ['src/core/**', aboveCore],
  ['src/core/form/**', aboveForm],
  ['src/core/image/**', aboveImage],
  ['src/core/layer/**', [...aboveForm, '**/form/*', '../plan', '../destination']],
  ['src/core/tar/**', aboveTar],
  ['src/messages/**', ['**/worker/*', '**/ui/*', '**/output/*', '**/session*', 'svelte', 'comlink']],
  ['src/output/**', ['**/worker/*', '**/ui/*', '**/session*', 'svelte', 'comlink']],
  ['src/store/**', ['**/worker/*', '**/ui/*', '**/messages/*', '**/output/*', '**/session*', 'svelte', 'comlink']],
  ['src/worker/**', ['**/ui/*', '**/messages/*', '**/output/*', '**/session*', 'svelte']],
  ['src/ui/**', ['**/worker/*', '**/output/*', '**/session*', 'comlink']],
]

export default ts.config(
  { ignores: ['dist', 'node_modules', 'tests/fixtures'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'max-lines': ['error', 300],
    },
  },
  ...rooms.map(([files, group]) => ({
    files: [files],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message: 'Imports run downward only.' }] }] },
  })),
  // The session replaces its maps whole ($state.raw), so that data from the worker stays plain.
  { files: ['src/*.svelte.ts'], rules: { 'svelte/prefer-svelte-reactivity': 'off' } },
  { files: ['tests/**'], rules: { 'no-console': 'off' } },
)

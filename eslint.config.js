import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

/** The rooms of the house, and what each may not import: what stands above it. */
const rooms = [
  [
    'src/core/**',
    [
      '**/model/*',
      '**/worker/**',
      '**/ui/**',
      '**/messages/**',
      '**/output/**',
      '**/state/**',
      '**/storage/**',
      '**/policy/*',
      'svelte',
      'comlink',
    ],
  ],
  ['src/messages/**', ['**/worker/**', '**/ui/**', '**/output/**', '**/state/**', 'svelte', 'comlink']],
  ['src/output/**', ['**/worker/**', '**/ui/**', '**/state/**', 'svelte', 'comlink']],
  [
    'src/storage/**',
    ['**/worker/**', '**/ui/**', '**/messages/**', '**/output/**', '**/state/**', 'svelte', 'comlink'],
  ],
  ['src/worker/**', ['**/ui/**', '**/messages/**', '**/output/**', '**/state/**', 'svelte']],
  ['src/ui/**', ['**/worker/**', '**/output/**', '**/state/**', 'comlink']],
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
  { files: ['src/state/**'], rules: { 'svelte/prefer-svelte-reactivity': 'off' } },
  { files: ['tests/**'], rules: { 'no-console': 'off' } },
)

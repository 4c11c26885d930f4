import type { Environment } from 'vitest/runtime'

/**
 * Node, with the code that the page gets: Svelte's runes react, where code for a server would show everything once. There is no
 * DOM; of the browser there is a language.
 */
const environment: Environment = {
  name: 'page-in-node',
  viteEnvironment: 'client',
  setup(global: typeof globalThis) {
    Object.defineProperty(global, 'navigator', { value: { languages: ['en'], userAgent: '' }, configurable: true })
    return { teardown() {} }
  },
}

export default environment

import { expect, test } from 'vitest'
import { compile } from '../../house/compile'

const everywhere = ['Blob', 'TextDecoder', 'crypto']

/** The rest of the room is in the program too: that it compiles is a part of what is expected. */
test.each([
  ['src/core', ['document', 'window', 'process', 'Buffer', 'HTMLElement']],
  ['src/worker', ['document', 'window', 'process']],
])('%s compiles, and knows neither page nor Node', (room, unknown) => {
  const faults = compile(room, 'probe.ts', `export const probe = [${[...everywhere, ...unknown].join()}]\n`)
  expect(faults).toEqual(unknown.map((name) => expect.stringContaining(`Cannot find name '${name}'`)))
})

import { beforeEach, expect, test, vi } from 'vitest'
import { UnnamedError } from '../../../src/core/errors'
import type { LayerApi } from '../../../src/worker/decoder/api'
import type { LayerDoor } from '../../../src/worker/decoder/layer-client'
import { DIFF_ID, openedLayer } from '../../fixtures/looking-inside'

const summary = {
  files: 500,
  bytes: 0,
  changes: undefined,
  deletions: 0,
  hidden: { files: 0, bytes: 0 },
  cut: false,
}
const shown = { rows: 500, matches: 500, bytes: 0 }

let failRows: ((thrown: unknown) => void) | undefined

/** A worker whose lines come until they are held back. */
const api = (): Pick<LayerApi, 'list' | 'compare' | 'show' | 'rows'> => ({
  list: async () => summary,
  compare: async () => summary,
  show: async () => shown,
  rows: (from) => (from === 0 ? Promise.resolve([]) : new Promise((_, reject) => (failRows = reject))),
})

vi.mock('../../../src/worker/decoder/layer-client', () => ({
  layerDoor: (): Pick<LayerDoor, 'end'> & { api: ReturnType<typeof api> } => ({
    api: api(),
    end: () => failRows?.(new DOMException('ended', 'AbortError')),
  }),
}))

beforeEach(() => (failRows = undefined))

test('a layer that is closed while its lines are on their way leaves nothing behind', async () => {
  const inside = await openedLayer()
  const looking = inside.look(200, 250)
  inside.close()
  await looking
  expect(inside.layer).toBeUndefined()
})

test('a worker that dies while lines are on their way is told', async () => {
  const inside = await openedLayer()
  const looking = inside.look(200, 250)
  failRows?.(new UnnamedError((file) => ({ code: 'worker-died', facts: { file, reason: '' } })))
  await looking
  expect(inside.layer?.state).toMatchObject({
    kind: 'failed',
    fault: { code: 'worker-died', facts: { file: DIFF_ID } },
  })
})

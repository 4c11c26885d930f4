import { beforeEach, expect, test, vi } from 'vitest'
import { UnnamedError } from '../../../src/core/errors'
import type { ImageView } from '../../../src/core/view/picture'
import type { Item } from '../../../src/model/item'
import { InsideLayer } from '../../../src/state/inside-layer.svelte'
import type { LayerApi } from '../../../src/worker/decoder/api'
import type { LayerDoor } from '../../../src/worker/decoder/layer-client'

const DIFF_ID = `sha256:${'1'.repeat(64)}` as const
const image: ImageView = {
  place: 0,
  name: 'app:1',
  tags: ['app:1'],
  platform: 'linux/amd64',
  layers: [{ diffId: DIFF_ID, size: 1024, fate: 'kept', createdBy: '' }],
}
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

async function opened(): Promise<InsideLayer> {
  const inside = new InsideLayer({
    layerStack: async () => [{ file: 'app.tar', entry: 'layer.tar', blob: new Blob(['x']), encoding: 'tar' }],
    checksums: async () => ({ whole: '', parts: [] }),
  })
  const file = new File([], 'app.tar')
  const item: Item = {
    id: 'a',
    name: 'app.tar',
    file,
    edition: 1,
    role: 'target',
    pinned: false,
    state: { kind: 'reading' },
  }
  await inside.open(item, image, 0)
  return inside
}

test('a layer that is closed while its lines are on their way leaves nothing behind', async () => {
  const inside = await opened()
  const looking = inside.look(200, 250)
  inside.close()
  await looking
  expect(inside.layer).toBeUndefined()
})

test('a worker that dies while lines are on their way is told', async () => {
  const inside = await opened()
  const looking = inside.look(200, 250)
  failRows?.(new UnnamedError((file) => ({ code: 'worker-died', facts: { file, reason: '' } })))
  await looking
  expect(inside.layer?.state).toMatchObject({
    kind: 'failed',
    fault: { code: 'worker-died', facts: { file: DIFF_ID } },
  })
})

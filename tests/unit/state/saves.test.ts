import { afterEach, expect, test, vi } from 'vitest'
import type { Output } from '../../../src/output/output'
import { saveAll } from '../../../src/output/save-all'
import { saveInParts } from '../../../src/output/save-parts'
import { Saves } from '../../../src/state/saves.svelte'
import { FakeDoor } from '../../fixtures/fake-door'

// Where bytes go to is the browser's; here they go nowhere.
vi.mock(import('../../../src/output/save'), () => ({ save: vi.fn(async () => 'download' as const) }))
vi.mock(import('../../../src/output/save-all'), () => ({ saveAll: vi.fn(async () => 'file' as const) }))
vi.mock(import('../../../src/output/save-parts'), () => ({
  saveInParts: vi.fn(async (outputs: readonly Output[]) =>
    outputs.map(({ id, name }) => ({ id, name, how: 'file' as const, parts: [`${name}.001`] })),
  ),
}))

afterEach(() => void vi.clearAllMocks())

const outputOf = (id: string, bytes = 10): Output => ({
  id,
  name: `${id}.slim.tar`,
  source: `${id}.tar`,
  bytes,
  make: async () => new Blob(['x']),
})

const WHOLE = { gzip: false, partSize: undefined }

test('one that fits is saved whole, one that does not is cut, and its parts are named', async () => {
  const saves = new Saves(new FakeDoor())
  await saves.one(outputOf('app', 10), { gzip: false, partSize: 10 })
  expect(saves.get('app')).toEqual({ kind: 'saved', how: 'download', name: 'app.slim.tar' })
  await saves.one(outputOf('app', 11), { gzip: false, partSize: 10 })
  expect(saves.get('app')).toMatchObject({ kind: 'saved', how: 'file', parts: ['app.slim.tar.001'] })
})

test('all at once into a folder, each row knows of its own', async () => {
  const saves = new Saves(new FakeDoor())
  await saves.all('all', [outputOf('a'), outputOf('b')], WHOLE, 'slim.zip')
  expect(['a', 'b', 'all'].map((id) => saves.get(id))).toMatchObject(
    ['a.slim.tar', 'b.slim.tar', 'slim.zip'].map((name) => ({ kind: 'saved', how: 'file', name })),
  )
})

test('as one zip, no row speaks of a file that is not there', async () => {
  vi.mocked(saveAll).mockResolvedValueOnce('download')
  const saves = new Saves(new FakeDoor())
  await saves.all('all', [outputOf('a')], WHOLE, 'slim.zip')
  expect([saves.get('a'), saves.get('all')?.kind]).toEqual([undefined, 'saved'])
})

test('all in parts, each row knows its own parts', async () => {
  const saves = new Saves(new FakeDoor())
  await saves.all('all', [outputOf('a'), outputOf('b')], { gzip: true, partSize: 5 }, 'slim.zip')
  expect(vi.mocked(saveInParts).mock.calls[0]?.[1]).toMatchObject({ gzip: true, partSize: 5 })
  expect(saves.get('b')).toMatchObject({ kind: 'saved', parts: ['b.slim.tar.001'] })
  expect(saves.get('all')?.kind).toBe('saved')
})

test('how a save ended is forgotten when it is asked for; one under way goes on', async () => {
  const saves = new Saves(new FakeDoor())
  const saved = saves.one(outputOf('app'), WHOLE)
  saves.forget('app')
  expect(saves.get('app')?.kind).toBe('saving')
  await saved
  saves.forget('app')
  expect(saves.get('app')).toBeUndefined()
})

test('it is busy as long as one of them is under way', async () => {
  const saves = new Saves(new FakeDoor())
  expect(saves.isBusy).toBe(false)
  const saving = saves.one(outputOf('a'), WHOLE)
  expect(saves.isBusy).toBe(true)
  await saving
  expect(saves.isBusy).toBe(false)
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { engineIds, engines, harmedBy, keyedBy, mayBeKeyedBy, refusing } from '../../../../src/core/engine'
import { complaints } from '../../../fixtures/compiler'

/** What DESIGN measured, as plan, check and words ask for it. */

test('containerd stores go by digests, the others by chains', () => {
  expect(keyedBy('digests')).toEqual(['containerd'])
  expect(keyedBy('chains')).toEqual(['classic', 'podman'])
})

test('a store that nobody has told may be any', () => {
  for (const key of ['chains', 'digests'] as const) expect(mayBeKeyedBy('unknown', key)).toBe(true)
  expect(mayBeKeyedBy('podman', 'digests')).toBe(false)
})

test('what some engines refuse, and the layout that does harm', () => {
  expect(refusing('zstd-layer')).toEqual(['classic'])
  expect(refusing('hardlinked-layer')).toEqual(['containerd'])
  expect(harmedBy('docker-archive')).toEqual(['containerd'])
  expect(harmedBy('oci-layout-with-list')).toEqual([])
})

test.each(engineIds)('%s says how it puts it when the base is absent', (id) => {
  expect(engines[id].withoutBase.length).toBeGreaterThan(0)
})

test('an engine without its file does not compile', () => {
  const path = 'src/core/engine/index.ts'
  const more = readFileSync(path, 'utf8').replace("'containerd'] as const", "'containerd', 'crio'] as const")
  expect(complaints(path, more)).toContainEqual(expect.stringMatching(/'crio' is missing/))
})

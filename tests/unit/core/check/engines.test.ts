import { expect, test } from 'vitest'
import { verdictOf, type Flaws } from '../../../../src/core/check/engines'
import { engineIds } from '../../../../src/core/engine'

const sound: Flaws = { layout: 'oci-layout-with-list', damaged: new Set(), emptied: false, traits: new Set() }
const loads = (flaws: Partial<Flaws>) => engineIds.map((id) => verdictOf(id, { ...sound, ...flaws }).loads)

test('what is whole loads anywhere, where its layout is read', () => {
  expect(loads({})).toEqual(['anywhere', 'anywhere', 'anywhere'])
  expect(loads({ layout: 'oci-layout' })).toEqual(['nowhere', 'anywhere', 'anywhere'])
})

test('what is emptied loads where its base is, but for a docker-archive in a containerd store', () => {
  expect(loads({ emptied: true })).toEqual(['with-base', 'with-base', 'with-base'])
  expect(loads({ emptied: true, layout: 'docker-archive' })).toEqual(['with-base', 'with-base', 'nowhere'])
  const { because, prints } = verdictOf('containerd', { ...sound, emptied: true, layout: 'docker-archive' })
  expect(because).toBe('holds-empty-layer')
  expect(prints).toEqual([{ prints: 'wrong diff id calculated on extraction "sha256:…"' }])
})

test('a layer without an entry is as one that is emptied, but for a docker-archive', () => {
  const damaged = new Set(['layer-absent'] as const)
  expect(loads({ damaged })).toEqual(['with-base', 'with-base', 'with-base'])
  expect(loads({ damaged, layout: 'docker-archive' })).toEqual(['with-base', 'nowhere', 'nowhere'])
})

test('what is damaged loads nowhere, and who does not go by a manifest does not mind it', () => {
  expect(loads({ damaged: new Set(['layer-damaged']) })).toEqual(['nowhere', 'nowhere', 'nowhere'])
  expect(loads({ damaged: new Set(['manifest-damaged']) })).toEqual(['anywhere', 'anywhere', 'nowhere'])
})

test('versions that refuse it for something else are named', () => {
  const { loads, except } = verdictOf('classic', { ...sound, traits: new Set(['zstd-layer']) })
  expect({ loads, except }).toMatchObject({
    loads: 'anywhere',
    except: [{ trait: 'zstd-layer', by: 'Docker before 23' }],
  })
})

import { expect, test } from 'vitest'
import { verdictOf, type Flaws } from '../../../../src/core/check/engines'
import type { Flaw, Layout, Trait } from '../../../../src/core/engine/engine'
import { readerIds, readers } from '../../../../src/core/engine/readers'

const sound: Flaws = { layout: 'oci-layout-with-list', damaged: new Set(), emptied: false, traits: new Set() }
const loads = (flaws: Partial<Flaws>) => readerIds.map((id) => verdictOf(id, { ...sound, ...flaws }).loads)

test('what is whole loads anywhere, where its layout is read', () => {
  expect(loads({})).toEqual(['anywhere', 'anywhere', 'anywhere', 'anywhere', 'anywhere'])
  expect(loads({ layout: 'oci-layout' })).toEqual(['nowhere', 'anywhere', 'anywhere', 'anywhere', 'anywhere'])
})

test('what is emptied loads where its base is, but for a docker-archive where digests count', () => {
  expect(new Set(loads({ emptied: true }))).toEqual(new Set(['with-base']))
  expect(loads({ emptied: true, layout: 'docker-archive' })).toEqual([
    'with-base',
    'with-base',
    'nowhere',
    'nowhere',
    'nowhere',
  ])
  const { because, prints } = verdictOf('containerd', { ...sound, emptied: true, layout: 'docker-archive' })
  expect(because).toBe('holds-empty-layer')
  const said = 'wrong diff id calculated on extraction "sha256:…"'
  expect(prints).toEqual([
    { by: 'Docker 28', prints: `Error unpacking image … ${said}`, succeeds: true },
    { by: 'Docker 26, ctr images import', prints: said },
  ])
})

test('a layer without an entry is as one that is emptied, but for a docker-archive', () => {
  const damaged = new Set(['layer-absent'] as const)
  expect(new Set(loads({ damaged }))).toEqual(new Set(['with-base']))
  expect(loads({ damaged, layout: 'docker-archive' })).toEqual([
    'with-base',
    'nowhere',
    'nowhere',
    'nowhere',
    'nowhere',
  ])
})

test('what is damaged loads nowhere, and who does not go by a manifest does not mind it', () => {
  expect(new Set(loads({ damaged: new Set(['layer-damaged']) }))).toEqual(new Set(['nowhere']))
  expect(loads({ damaged: new Set(['manifest-damaged']) })).toEqual([
    'anywhere',
    'anywhere',
    'nowhere',
    'nowhere',
    'anywhere',
  ])
})

test('versions that refuse it for something else are named', () => {
  const { loads, except } = verdictOf('classic', { ...sound, traits: new Set(['zstd-layer']) })
  expect({ loads, except }).toMatchObject({
    loads: 'anywhere',
    except: [{ trait: 'zstd-layer', by: 'Docker before 23' }],
  })
})

test('Docker’s containerd store and containerd alone are told apart', () => {
  const untagged = { ...sound, traits: new Set(['untagged'] as const) }
  expect(verdictOf('containerd', untagged)).toMatchObject({ loads: 'anywhere', except: [] })
  expect(verdictOf('ctr', untagged)).toMatchObject({ loads: 'nowhere', because: 'untagged', except: [] })
  const lost: Flaws = { ...sound, damaged: new Set(['manifest-damaged']) }
  expect(verdictOf('containerd', lost).prints).toEqual([{ prints: 'Loaded image: …', silent: true }])
  expect(verdictOf('ctr', lost).prints).toEqual([{ prints: 'content digest sha256:…: not found' }])
})

const layouts: readonly Layout[] = ['docker-archive', 'oci-layout-with-list', 'oci-layout']
const flaws: readonly Flaw[] = ['manifest-damaged', 'config-damaged', 'layer-damaged', 'layer-absent']

test.each(readerIds)('%s: no verdict but anywhere without its reason, and what is printed', (id) => {
  const traits = Object.keys(readers[id].engine.refuses) as Trait[]
  const cases: Partial<Flaws>[] = [
    {},
    { emptied: true },
    ...flaws.map((flaw) => ({ damaged: new Set([flaw]) })),
    ...traits.map((trait) => ({ traits: new Set([trait]) })),
  ]
  for (const layout of layouts)
    for (const given of cases) {
      const { loads, because, prints, except } = verdictOf(id, { ...sound, ...given, layout })
      const told = JSON.stringify([layout, given, [...(given.damaged ?? []), ...(given.traits ?? [])]])
      expect([told, loads === 'anywhere']).toEqual([told, because === undefined])
      const byTrait = traits.some((trait) => trait === because)
      if (loads !== 'anywhere' && !byTrait) expect([told, prints.length > 0]).toEqual([told, true])
      for (const { by } of except) expect([told, by]).toEqual([told, expect.any(String)])
    }
})

import { expect, test } from 'vitest'
import { layerDescriptor } from '../../../../src/core/form/descriptor'
import { editOf } from '../../../../src/core/form/edit'
import type { Payload } from '../../../../src/core/image/model'
import type { Relink } from '../../../../src/core/plan/slim-plan'
import { diffIdOf } from '../../../fixtures/layers'

const payload = (letter: string, more: Partial<Payload> = {}): Payload => ({
  diffId: diffIdOf(letter),
  path: `${letter}.tar.gz`,
  state: 'whole',
  entry: undefined,
  absence: undefined,
  copies: [],
  pinned: false,
  encoding: 'gzip',
  size: 7,
  bytes: undefined,
  digest: undefined,
  ...more,
})

const shed = payload('A')
const held = { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: diffIdOf('H'), size: 3 }
const annotated = { ...held, digest: diffIdOf('K'), annotations: { made: 'elsewhere' } }
const named = payload('A', { digest: diffIdOf('N'), encoding: 'tar' })
const unnamed = payload('A')
const hashedAs = layerDescriptor(unnamed, diffIdOf('U'), 'oci')
const hashed = new Map([[unnamed, hashedAs]])

const edit = (relink?: Relink) =>
  editOf({ shed: new Set([shed]), relinked: new Map(relink ? [[shed, relink]] : []) }, hashed, {
    baseNames: new Map(),
    undo: false,
    unlisted: new Set(),
  })

test('what is shed is emptied, and layers that were hashed are described by their digests', () => {
  expect([...edit().emptied]).toEqual([shed])
  expect([...edit().descriptors]).toEqual([[unnamed, hashedAs]])
})

test.each<[string, Relink, unknown]>([
  ['as the destination holds it', { kind: 'held', descriptor: held }, held],
  ['as the archive describes the copy that stays', { kind: 'kept', payload: named, descriptor: annotated }, annotated],
  ['by the digest that the copy goes by', { kind: 'kept', payload: named, descriptor: undefined }, layerDescriptor(named, diffIdOf('N'), 'oci')], // prettier-ignore
  ['by the digest that hashing told', { kind: 'kept', payload: unnamed, descriptor: undefined }, hashedAs],
  ['not at all where no digest is known', { kind: 'kept', payload: payload('A'), descriptor: undefined }, undefined],
])('a relinked layer is described %s', (_, relink, descriptor) => {
  expect(edit(relink).descriptors.get(shed)).toEqual(descriptor)
})

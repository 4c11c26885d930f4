import { expect, test } from 'vitest'
import { KnownLayers } from '../../../../src/state/jobs/known-layers'
import { readLayer } from '../../../fixtures/read-layer'

const keyOf = (layer: number, file = 'base') => ({ file, layer: `${layer}` })
const MIB = 1024 * 1024

test('what was read of a layer is known of that layer, in that file', () => {
  const known = new KnownLayers(() => 1)
  const [one, two] = [readLayer(), readLayer()]
  known.add([keyOf(1), keyOf(2), keyOf(3)], [one, undefined, two])
  expect(known.taken([keyOf(1, 'other')])).toEqual([undefined])
  expect(known.taken([keyOf(3), keyOf(2), keyOf(1)])).toEqual([two, undefined, one])
  // Whoever took it has it.
  expect(known.taken([keyOf(1)])).toEqual([undefined])
})

test('of another file behind the same id nothing is known', () => {
  let edition = 1
  const known = new KnownLayers(() => edition)
  known.add([keyOf(1)], [readLayer()])
  edition = 2
  expect(known.taken([keyOf(1)])).toEqual([undefined])
})

test('of much those stay that were asked for last', () => {
  const known = new KnownLayers(() => 1)
  function there(...layers: number[]): boolean[] {
    const keys = layers.map((one) => keyOf(one))
    const taken = known.taken(keys)
    known.add(keys, taken)
    return taken.map((one) => one !== undefined)
  }
  for (const layer of [1, 2, 3]) known.add([keyOf(layer)], [readLayer(4 * MIB)])
  expect(there(1, 2, 3)).toEqual([true, true, true])
  expect(there(1)).toEqual([true])
  known.add([keyOf(4)], [readLayer(4 * MIB)])
  expect(there(2, 3, 4, 1)).toEqual([false, true, true, true])
  // What is read anew takes no room twice.
  for (let time = 0; time < 5; time++) known.add([keyOf(4)], [readLayer(4 * MIB)])
  expect(there(3, 4, 1)).toEqual([true, true, true])
  // More than there is room for is not kept at all.
  known.add([keyOf(5)], [readLayer(24 * MIB)])
  expect(there(5)).toEqual([false])
})

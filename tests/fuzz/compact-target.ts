import { NOTE } from '../../src/core/delta/note'
import { changedBytes, bytesOfSeed } from '../fixtures/changed-layers'
import { compacted, uncompacted } from '../fixtures/compacting'
import { imageOfLayers } from '../fixtures/layered'
import { blocksOf, mutations } from '../fixtures/mutated-tars'
import { readTar } from '../fixtures/read-tar'
import { concat, fileOf, tarOf, type Bytes } from '../fixtures/tar'
import { mutatedBytes } from './bytes'
import type { Chance } from './chance'
import { mutatedText } from './json'
import { attempt, must } from './property'

const layer = (seed: number) =>
  tarOf([
    { name: 'lib/a', body: bytesOfSeed(seed, 6000) },
    { name: 'b', body: 'x' },
  ])
const old = fileOf(imageOfLayers([layer(1), layer(2)]), 'old.tar')
const target = imageOfLayers([changedBytes(layer(1), [{ kind: 'overwrite', at: 2000, length: 300 }]), layer(2)])
const made = (['zstd', 'gzip'] as const).map((codec) => compacted(fileOf(target, 'app.tar'), [old], codec))

/** A compact archive with something wrong in it: in its note, its recipes, its blocks, or its length. */
export async function compactTarget(chance: Chance): Promise<string> {
  const { bytes } = await chance.one(made)
  const wrong = drawn(bytes, chance)
  const whole = await attempt(() => uncompacted(fileOf(wrong, 'app.compact.tar'), [old]))
  if (whole.code !== undefined) return whole.code
  must(Buffer.compare(whole.made, target) === 0, () => 'wrong bytes are called right')
  return 'whole'
}

function drawn(bytes: Bytes, chance: Chance): Bytes {
  if (chance.in(3)) return bytes.slice(0, chance.below(bytes.length))
  if (chance.in(3)) {
    const blocks = blocksOf(bytes)
    for (let left = 1 + chance.below(3); left > 0; left--) chance.one(mutations)(blocks, chance)
    return concat(...blocks)
  }
  const entries = readTar(bytes).map(({ name, body }) => ({ name, body: body.slice() as Bytes }))
  const at = chance.below(entries.length)
  return tarOf(
    entries.map(({ name, body }, place) => {
      if (place !== at || body.length === 0) return { name, body }
      if (name !== NOTE) return { name, body: mutatedBytes(body, chance) }
      return { name, body: mutatedText(new TextDecoder().decode(body), chance) }
    }),
  )
}

import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bytesOfSeed } from '../../../../fixtures/changed-layers'
import { compacted, uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers, imagesOfLayers } from '../../../../fixtures/layered'
import { digestOf } from '../../../../fixtures/layers'
import { readTar } from '../../../../fixtures/read-tar'
import { concat, fileOf, tarOf, type Bytes } from '../../../../fixtures/tar'

const layer = (seed: number): Bytes => tarOf([{ name: 'data', body: bytesOfSeed(seed, 200_000) }])
const over = (bytes: Bytes, at: number): Bytes => {
  const changed = bytes.slice()
  changed.set(bytesOfSeed(6, 100), at)
  return changed
}

const base = fileOf(imageOfLayers([layer(1), layer(2)]), 'base.tar')

async function comesBack(target: Bytes): Promise<number> {
  const { bytes } = await compacted(fileOf(target, 'app.tar'), [base])
  expect(Buffer.compare(await uncompacted(fileOf(bytes, 'app.compact.tar'), [base]), target)).toBe(0)
  return bytes.length
}

describe('an earlier entry of one name and size', () => {
  const archive = imageOfLayers([over(layer(1), 9_500), layer(2)])
  const after = (name: string, body: Bytes) => concat(tarOf([{ name, body }], 0), archive)

  test.each([
    ['a changed layer', '0/layer.tar', layer(1)],
    ['a held one', '1/layer.tar', over(layer(2), 700)],
  ])('as %s is carried where its bytes are others', async (_, name, body) => {
    const size = await comesBack(after(name, body))
    expect(size).toBeGreaterThan(body.length)
  })

  test('is left out where they are the same', async () => {
    expect(await comesBack(after('0/layer.tar', over(layer(1), 9_500)))).toBeLessThan(20_000)
  })
})

test('a layer that stands twice, once damaged, is called so', async () => {
  const twice = imagesOfLayers([over(layer(1), 9_500), layer(2)], ['tar', 'tar'])
  await expect(compacted(fileOf(over(twice, twice.length - 90_000), 'app.tar'), [base])).rejects.toMatchObject({
    code: 'layer-damaged',
    facts: { file: 'app.tar', entry: '1-1/layer.tar' },
  })
})

describe('what is known by another hash than SHA-256 is carried', () => {
  const hashed = (archive: Bytes) =>
    tarOf(
      readTar(archive).map(({ name, body }) => {
        if (name !== 'config.json') return { name, body }
        const config = JSON.parse(Buffer.from(body).toString()) as { rootfs: { diff_ids: string[] } }
        config.rootfs.diff_ids[0] = `sha512:${createHash('sha512').update(layer(1)).digest('hex')}`
        return { name, body: JSON.stringify(config) }
      }),
    )

  test('in the archive and in its base', async () => {
    const both = hashed(imageOfLayers([layer(1), layer(2)]))
    const { bytes, plan } = await compacted(fileOf(both, 'app.tar'), [fileOf(both, 'base.tar')])
    expect(plan.items.map(({ kind }) => kind)).toEqual(['held'])
    expect(Buffer.compare(await uncompacted(fileOf(bytes, 'app.compact.tar'), [fileOf(both, 'base.tar')]), both)).toBe(
      0,
    )
  })

  test('and nothing is made of it', async () => {
    const old = fileOf(hashed(imageOfLayers([layer(1), layer(2)])), 'base.tar')
    const { plan } = await compacted(fileOf(imageOfLayers([over(layer(1), 9_500), layer(2)]), 'app.tar'), [old])
    expect(plan.olds.map(({ diffId }) => diffId)).toEqual([digestOf(layer(2))])
  })
})

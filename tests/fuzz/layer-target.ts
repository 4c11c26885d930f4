import { gzipSync } from 'node:zlib'
import { Below } from '../../src/core/layer/below'
import { LayerListing } from '../../src/core/layer/listing'
import { readStored } from '../../src/core/layer/stored'
import { blocksOf, mutations } from '../fixtures/mutated-tars'
import { concat, tarOf, type Bytes, type Member } from '../fixtures/tar'
import type { Chance } from './chance'
import { mutatedText } from './json'
import { attempt, must } from './property'

const paths = [
  'etc/passwd',
  'etc/',
  'usr/bin/app',
  'usr/.wh.bin',
  'usr/.wh..wh..opq',
  '.wh.etc',
  'a/../b',
  './x',
  'link',
  'etc',
].concat(['.wh..wh.aufs', 'deep/'.repeat(20) + 'f', '.wh.', '', '/'])

function drawnLayer(chance: Chance): Bytes {
  const members = Array.from({ length: 1 + chance.below(8) }, (): Member => {
    const name = chance.in(4) ? mutatedText(chance.one(paths), chance) : chance.one(paths)
    const type = name.endsWith('/') ? '5' : chance.one(['0', '0', '0', '1', '2', '3', '6', '7', 'S'])
    const link = type === '1' || type === '2' ? chance.one(paths) : ''
    return {
      name,
      type,
      link,
      format: 'gnu',
      mode: chance.below(0o7777),
      ...(type === '0' ? { body: 'x'.repeat(chance.below(600)) } : {}),
    }
  })
  const blocks = blocksOf(tarOf(members))
  for (let left = chance.below(3); left > 0; left--) chance.one(mutations)(blocks, chance)
  return concat(...blocks)
}

/** Two layers, one upon the other: listed, compared, searched. */
export async function layerTarget(chance: Chance): Promise<string> {
  const below = new Below()
  const said: string[] = []
  for (let at = 0; at < 2; at++) {
    const bytes = drawnLayer(chance)
    const packed = chance.in(3)
    const blob = new Blob([packed ? gzipSync(bytes, { level: 1 }) : bytes])
    const read = await attempt(() =>
      readStored({ file: 'app.tar', entry: 'layer', blob, encoding: packed ? 'gzip' : 'tar' }),
    )
    if (read.code !== undefined) return read.code
    const listing = new LayerListing(read.made)
    listing.compared(below.apply(read.made))
    for (const order of ['path', 'size'] as const)
      for (const show of ['all', 'added', 'deleted'] as const) {
        const { rows } = listing.show({ text: chance.one(['', 'e', 'wh']), show, order })
        must(listing.rows(0, rows).length === rows, () => `${rows} lines were said, and others are there`)
      }
    listing.toggleAll(true)
    for (const { id } of listing.rows(0, 50)) listing.fileOf(id)
    said.push(JSON.stringify(listing.summary()))
  }
  return said.join()
}

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Sink } from '../../src/core/compression/sink'
import { decoders } from '../../src/core/compression/decode'
import { zipMember, zipMembers } from '../../src/core/compression/zip'
import { readArchive } from '../../src/core/image/archive'
import { unpack } from '../../src/core/job/unpack'
import { indexOf } from '../../src/core/tar/outline'
import { viewOf } from '../../src/core/view/file-view'
import { digestOf, layerTar, pack as packLayer } from '../fixtures/layers'
import { pack, type PackedBy } from '../fixtures/packing'
import { storedZip } from '../limits/zips'
import { concat, fileOf, type Bytes } from '../fixtures/tar'
import { drawnArchive } from './archives'
import { mutatedBytes } from './bytes'
import type { Chance } from './chance'
import { attempt, decoding, must } from './property'

/** A packed archive, as the page's second worker reads it: with and without a place for its bytes. */
export async function packedTarget(chance: Chance): Promise<string> {
  const plain = drawnArchive(chance).bytes
  const packed = chance.one(packings)(plain)
  const file = fileOf(chance.in(2) ? mutatedBytes(packed, chance) : packed, 'image.tar.gz')
  const options = { scratch: memory, onRead: () => {}, ...(chance.in(2) ? { sink: memory() } : {}) }
  const result = await attempt(() => unpack(file, options))
  if (result.code !== undefined) return result.code
  const unpacked = result.made
  if (unpacked.kind !== 'archive') return unpacked.kind
  const read = await attempt(() => readArchive(indexOf(unpacked.outline, unpacked.plain)))
  if (read.code !== undefined) return read.code
  structuredClone(viewOf({ kind: 'archive', archive: read.made }))
  return `${read.made.images.length} ${read.made.findings.map(({ code }) => code).join()}`
}

/** In Node: quick enough for each input. */
const packings: readonly ((plain: Bytes) => Bytes)[] = [
  (plain) => new Uint8Array(gzipSync(plain, { level: 1 })),
  (plain) =>
    concat(
      new Uint8Array(gzipSync(plain.subarray(0, 1000), { level: 1 })),
      new Uint8Array(gzipSync(plain.subarray(1000), { level: 0 })),
    ),
  (plain) => (plain.length < 1 << 17 ? packLayer(plain, 'zstd') : plain),
  (plain) => new Uint8Array(gzipSync(gzipSync(plain, { level: 1 }))),
  () => storedZip(3),
]

function memory(): Sink {
  const parts: Uint8Array<ArrayBuffer>[] = []
  return {
    write: async (bytes) => void parts.push(bytes.slice()),
    expect: () => {},
    finish: async () => new Blob(parts),
  }
}

/** What packers made of a few bytes, once for all inputs. */
const plain = concat(layerTar('A'), layerTar('B'))
const made = new Map<PackedBy | 'zip', Bytes>()

function sample(by: PackedBy | 'zip'): Bytes {
  const known = made.get(by) ?? (by === 'zip' ? zipSample() : new Uint8Array(pack(by, plain)))
  made.set(by, known)
  return known
}

const zipSample = () => new Uint8Array(readFileSync('tests/fixtures/docker20-ip-server.zip'))

/** A decoder gives the right bytes, or says why not. */
export async function decoderTarget(chance: Chance): Promise<string> {
  const by = chance.one(['gzip', 'zstd', 'xz', 'bzip2'] as const)
  let bytes = sample(by)
  for (let left = chance.below(3); left > 0 && bytes.length > 0; left--) bytes = mutatedBytes(bytes, chance)
  const result = await decoding(async () => {
    const chunks: Uint8Array[] = []
    for await (const chunk of decoders[by](new Blob([bytes]), () => {})) chunks.push(chunk.slice())
    return concat(...chunks)
  })
  if (result.code !== undefined) return result.code
  const { length } = result.made
  const right =
    length === 0 || (length % plain.length === 0 && digestOf(result.made.subarray(0, plain.length)) === digestOf(plain))
  must(right || isUnchecked(by, bytes), () => `${by}: ${length} bytes came out that are not those that went in`)
  return `${by} ${length}`
}

/** A frame's header says whether a checksum follows (RFC 8878, 3.1.1.1.1): one that lost the bit has none. */
const isUnchecked = (by: PackedBy, bytes: Uint8Array) => by === 'zstd' && (bytes[4]! & 0x04) === 0

export async function zipTarget(chance: Chance): Promise<string> {
  let bytes = chance.in(4) ? sample('zip') : storedZip(1 + chance.below(4))
  for (let left = chance.below(3); left > 0 && bytes.length > 0; left--) bytes = mutatedBytes(bytes, chance)
  const file = fileOf(bytes, 'image.zip')
  const members = await attempt(() => zipMembers(file))
  if (members.code !== undefined) return members.code
  const said: string[] = []
  for (const { name } of members.made.slice(0, 2)) {
    const read = await attempt(async () => {
      let length = 0
      for await (const chunk of zipMember(file, name)) length += chunk.length
      return length
    })
    said.push(read.code ?? String(read.made))
  }
  return said.join()
}

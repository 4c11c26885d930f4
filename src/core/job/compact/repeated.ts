import { hashOf } from '../../delta/names'
import { NumbersByHash } from '../../delta/numbers-by-hash'
import { entriesOf } from '../../delta/old-index'
import { payloadsOf, type ImageArchive } from '../../image/model'
import { BlobSource, type Readable } from '../../tar/source'
import type { Entry } from '../../tar/walk'
import { layersIn } from './near-layers'
import { planCompact, SMALLEST, type CompactPlan, type OldLayer } from './plan'
import { sizeOf } from './sizes'

/** Fewer bytes of files that stand there, too, are not worth that a layer is read: in all, and as a share of that layer. */
const WORTH = { bytes: 64 * 1024, share: 1 / 256 } as const

/**
 * What can be left out of an archive where the bases are. A layer that both have is read for others of the archive only where these
 * repeat files of it (`RUN chown -R …`, an upgrade, `RUN mv …`) that no other old layer has: headers tell.
 */
export async function planWithRepeated(archive: ImageArchive, bases: readonly ImageArchive[]): Promise<CompactPlan> {
  const plan = planCompact(archive, bases)
  const repeated = await repeatedLayers(archive, plan)
  return repeated.length > 0 ? planCompact(archive, bases, repeated) : plan
}

async function repeatedLayers(archive: ImageArchive, { items, olds }: CompactPlan): Promise<OldLayer[]> {
  const bytesOf = layersIn(archive)
  const held = items.flatMap(({ kind, digest, payloads: [own], stored }): OldLayer[] =>
    // Whatever is read is hashed as it is read.
    kind === 'held' && own?.encoding === 'tar'
      ? [{ diffId: digest, tar: archive.tar, stored, bytes: bytesOf(own), own }]
      : [],
  )
  const heldSize = held.reduce((least, { bytes }) => Math.min(least, bytes.size), Infinity)
  const left = itemsLeft(archive, items).map(bytesOf)
  if (!isWorth(sizeOf(left), heldSize)) return []
  const there = new Files()
  for (const { stored, bytes } of olds) if (stored.encoding === 'tar') await there.add(bytes)
  const wanted = new Files()
  for (const layer of left) await wanted.add(layer, (entry) => !there.has(entry))
  const repeated: OldLayer[] = []
  for (const one of held) {
    const { bytes } = one
    if (isWorth(wanted.bytes, bytes.size) && isWorth(await wanted.bytesIn(bytes), bytes.size)) repeated.push(one)
  }
  return repeated
}

const isWorth = (bytes: number, layer: number) => bytes >= Math.max(WORTH.bytes, WORTH.share * layer)

/** Plain layers of the archive that no base has. */
function itemsLeft({ images }: ImageArchive, items: CompactPlan['items']) {
  const held = new Set(items.filter(({ kind }) => kind !== 'changed').flatMap(({ payloads }) => payloads))
  return [...payloadsOf(images)].filter(
    (one) => one.state === 'whole' && one.encoding === 'tar' && one.size >= SMALLEST && !held.has(one),
  )
}

/** Files by their paths, and by names with sizes, as those that were moved have them still. */
class Files {
  readonly #known = new NumbersByHash()
  bytes = 0

  async add(layer: Readable, isWanted: (entry: Entry) => boolean = () => true): Promise<void> {
    for await (const entry of filesOf(layer)) {
      if (!isWanted(entry)) continue
      for (const key of keysOf(entry)) this.#known.add(key, 0)
      this.bytes += entry.size
    }
  }

  has(entry: Entry): boolean {
    return keysOf(entry).some((key) => this.#known.get(key) !== undefined)
  }

  /** So many of a layer are those of files that are known. */
  async bytesIn(layer: Readable): Promise<number> {
    let bytes = 0
    for await (const entry of filesOf(layer)) if (this.has(entry)) bytes += entry.size
    return bytes
  }
}

async function* filesOf(layer: Readable): AsyncGenerator<Entry> {
  for await (const entry of entriesOf(new BlobSource(layer, '')))
    if (entry.type === 'file' && entry.size > 0) yield entry
}

const keysOf = ({ name, size }: Entry) => [hashOf(name), hashOf(`${name.slice(name.lastIndexOf('/') + 1)}\0${size}`)]

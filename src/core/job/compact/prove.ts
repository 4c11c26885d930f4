import type { OnBytes } from '../../check/hash'
import type { Hashing } from '../../check/hashing'
import { passing } from '../../compression/chunks'
import type { Codec } from '../../delta/note'
import type { Part } from '../../form/parts'
import { sizeOf } from '../../form/parts'
import { readArchive } from '../../image/archive'
import { joined } from '../../joined'
import { indexTar, type TarIndex } from '../../tar/index'
import { keptNear, type Near } from '../../tar/near'
import { BlobSource, type Readable } from '../../tar/source'
import type { Changed } from './changed'
import { cooked, goingBy, unpackedPart } from './cooked'
import type { PlacedItem } from './described'
import type { Packed } from './packing'
import type { Item } from './plan'
import { areBytesOf } from './same-bytes'

interface Made {
  readonly codec: Codec
  readonly spooled: Near
  readonly olds: readonly Readable[]
}

/**
 * That what is carried of a layer is what its recipe was rebuilt from. What that came to was hashed, and it is the layer's own hash:
 * only where it is none that anybody states is the layer itself looked at.
 */
export async function proveChanged(one: Changed, made: Made, hashing: Hashing, onBytes: OnBytes): Promise<void> {
  for (const packed of [one.literals, one.ops]) await provePacked(packed, made, hashing, onBytes)
  if (one.digest !== one.item.digest && !(await areBytesOf(one.fresh, comesOf(one, made), onBytes)))
    throw new Error(`a recipe for ${one.item.digest} makes something else`)
}

async function provePacked(packed: Packed, { codec, spooled }: Made, hashing: Hashing, onBytes: OnBytes) {
  const hash = hashing.begin()
  for await (const chunk of goingBy(unpackedPart(codec, spooled.piece(packed)))) {
    await hash.write(chunk)
    await onBytes(chunk.length)
  }
  if ((await hash.digest()) !== packed.plain) throw new Error('what was packed is something else')
}

function comesOf({ fresh, recipe, ...one }: Changed, { codec, spooled, olds }: Made) {
  const unpacked = (part: Packed) => unpackedPart(codec, spooled.piece(part))
  const sources = recipe.sources.map((at) => olds[at]!)
  const ingredients = { ops: unpacked(one.ops), literals: unpacked(one.literals) }
  return cooked({ ...recipe, size: fresh.size }, ingredients, sources)
}

/** That the frame can be unpacked again. */
export async function proveFrame(
  frame: Blob,
  { codec, bytes }: { readonly codec: Codec; readonly bytes: Blob },
  onBytes: OnBytes,
): Promise<void> {
  if (!(await areBytesOf(frame, unpackedPart(codec, bytes), onBytes)))
    throw new Error('the packed frame is something else')
}

/** That the parts make the archive again. What is put back where it stands in the archive itself needs no look. */
export async function proveSame(
  parts: AsyncIterable<Part | PlacedItem>,
  tar: TarIndex,
  bytesOf: (item: Item) => Blob,
  onBytes: OnBytes,
): Promise<void> {
  const whole = keptNear(tar)
  let at = 0
  for await (const part of inFewParts(parts)) {
    const size = 'item' in part ? part.size : sizeOf(part)
    if (!('item' in part) || part.item.payloads[0]?.entry?.start !== at) {
      const chunks = chunksOfPart('item' in part ? bytesOf(part.item) : part)
      if (!(await areBytesOf(whole.piece({ start: at, end: at + size }), chunks, onBytes)))
        throw new Error(`the archive does not come back as it was, from ${at} on`)
    }
    at += size
  }
  if (at !== tar.size) throw new Error(`of the archive's ${tar.size} bytes ${at} come back`)
}

const MOST_AT_ONCE = 1024 * 1024

/** What stands one behind the other is compared at once. */
async function* inFewParts<T extends object>(parts: AsyncIterable<Part | T>): AsyncGenerator<Part | T> {
  let [bytes, size]: [Uint8Array[], number] = [[], 0]
  for await (const part of parts) {
    const isMore = part instanceof Uint8Array && size < MOST_AT_ONCE
    if (!isMore && size > 0) {
      yield joined(bytes)
      ;[bytes, size] = [[], 0]
    }
    if (part instanceof Uint8Array) {
      bytes.push(part)
      size += part.length
    } else yield part
  }
  if (size > 0) yield joined(bytes)
}

async function* chunksOfPart(part: Part): AsyncGenerator<Uint8Array> {
  if (part instanceof Blob) yield* passing(part)
  else yield part
}

/** That an archive that was written anew has all of its layers. */
export async function proveLayers(whole: Blob, name: string): Promise<void> {
  const { images } = await readArchive(await indexTar(new BlobSource(whole, name)))
  const lacking = images.flatMap(({ layers }) => layers).find(({ payload }) => payload.state === 'emptied')
  if (lacking) throw new Error(`layer ${lacking.diffId} does not come back`)
}

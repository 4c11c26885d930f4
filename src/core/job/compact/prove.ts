import { createSHA256 } from 'hash-wasm'
import { passing, type Decoder } from '../../compression/chunks'

import { gunzip } from '../../compression/gzip'
import { unzstd } from '../../compression/zstd'
import type { Codec, FrameKind, WholeNote } from '../../delta/note'
import { OldSpace } from '../../delta/old-space'
import { rebuilt, type Announced } from '../../delta/rebuild'
import { ArchiveError } from '../../errors'
import { assemble } from '../../form/assemble'
import type { Part } from '../../form/parts'
import type { Digest } from '../../image/digest'
import { readArchive } from '../../image/archive'
import { keptBytes, indexTar, type TarIndex } from '../../tar/index'
import { BlobSource } from '../../tar/source'

type OnBytes = (bytes: number) => void | Promise<void>

/** A changed layer, as it lies in a compact archive. */
export interface Cookable {
  readonly announced: Announced
  readonly codec: Codec
  readonly ops: Blob
  readonly literals: Blob
}

/** No others are needed, and the page loads this with all that it needs. */
export const decoders: Readonly<Record<Codec, Decoder>> = { zstd: unzstd, gzip: gunzip }

const unheard = () => {}

/** A layer's bytes, made of old ones as its recipe says. @throws RecipeError, DecodeError */
export const cooked = (
  { announced, codec, ops, literals }: Cookable,
  olds: readonly Blob[],
): AsyncGenerator<Uint8Array> =>
  rebuilt(announced, decoders[codec](ops, unheard), decoders[codec](literals, unheard), new OldSpace(olds))

export async function digestOfChunks(chunks: AsyncIterable<Uint8Array>, onBytes: OnBytes): Promise<Digest> {
  const hasher = (await createSHA256()).init()
  for await (const chunk of chunks) {
    hasher.update(chunk)
    await onBytes(chunk.length)
  }
  return `sha256:${hasher.digest('hex')}`
}

/** That a recipe makes what it is to make: whatever went wrong, it is not carried. */
export async function proveRecipe(
  one: Cookable,
  olds: readonly Blob[],
  digest: Digest,
  onBytes: OnBytes,
): Promise<void> {
  const found = await digestOfChunks(cooked(one, olds), onBytes)
  if (found !== digest) throw new Error(`a recipe for ${digest} makes ${found}`)
}

/** That what a base is to bring is what it is called: damage is found here, and not on the other side. */
export async function proveDigest(name: string, bytes: Blob, digest: Digest, onBytes: OnBytes): Promise<void> {
  const found = await digestOfChunks(passing(bytes), onBytes)
  if (found === digest) return
  const [file = '', entry = ''] = name.split(': ')
  throw new ArchiveError('base-damaged', { file, entry, expected: digest, found })
}

/** That the parts make the archive again, or, where it was written anew, one with all of its layers; and what it hashes to. */
export async function proveWhole(
  parts: Iterable<Part>,
  tar: TarIndex,
  frame: FrameKind,
  onBytes: OnBytes,
): Promise<WholeNote> {
  const whole = await assemble(each(parts))
  if (frame === 'universal') await proveLayers(whole, tar.name)
  const original = frame === 'own' ? passing(keptBytes(tar)) : undefined
  const hasher = (await createSHA256()).init()
  for await (const chunk of passing(whole)) {
    hasher.update(chunk)
    const step = await original?.next()
    if (step && !(step.value && isEqual(chunk, step.value))) throw new Error('the archive does not come back as it was')
    await onBytes(chunk.length)
  }
  if (original && !(await original.next()).done) throw new Error('the archive comes back shorter than it was')
  return { sha256: hasher.digest('hex'), size: whole.size, name: tar.name }
}

async function proveLayers(whole: Blob, name: string): Promise<void> {
  const { images } = await readArchive(await indexTar(new BlobSource(whole, name)))
  const lacking = images.flatMap(({ layers }) => layers).find(({ payload }) => payload.state === 'emptied')
  if (lacking) throw new Error(`layer ${lacking.diffId} does not come back`)
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return true
}

async function* each(parts: Iterable<Part>) {
  yield* parts
}

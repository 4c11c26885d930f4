import { telling, type Hashing } from '../../check/hashing'
import type { OnBytes } from '../../check/hash'
import type { Sink } from '../../compression/sink'
import type { Placed } from '../../delta/note'
import type { Digest } from '../../image/digest'
import { compose, Composing, type WholePart } from './composing'
import { MadeLayers, type ToMake } from './made-layers'
import { nearIn, type Piece } from '../../tar/near'
import { refuseOtherSize } from './other-size'
import { naming } from './naming'
import type { CompactFile } from './read'
import { Spooled } from './spooled'
import { unpackedFrame } from './unpacked-frame'
import { bytesBrought, keyOf, type CompactRestorePlan } from './wanted'
import { cuttable, wholeParts, type PutBack } from './whole'

/** A whole archive that is still to be proved: a Blob of slices of the bases, of the frame, and of layers that were made again. */
export interface Remade {
  readonly file: CompactFile
  readonly plan: CompactRestorePlan
  readonly brought: ReadonlyMap<string, Piece>
  /** What the layers that were made again hash to, as the note lists them. */
  readonly layers: readonly Digest[]
  readonly size: number
  /** All of it, where its size is right. */
  readonly whole: Blob
  /** What all of it hashes to, where the note says what it should, and its size is right. */
  readonly digest: Digest | undefined
}

export interface RemakeMeans {
  /** The plain bytes of what `packedOf` named. */
  readonly unpacked: readonly Blob[]
  /** Opens a place for a frame that is packed. */
  readonly frame: () => Promise<Sink>
  /** For layers that are made again. */
  readonly layers: Sink
  /** Layers are hashed while they are made, and the whole beside that. */
  readonly hashing: Readonly<Record<'layers' | 'whole', Hashing>>
  /** Told of bytes that were hashed (see `workOfRestore`); may wait, or throw to stop the work. */
  readonly onBytes: OnBytes
}

export async function remake(file: CompactFile, plan: CompactRestorePlan, means: RemakeMeans): Promise<Remade> {
  if (plan.stop) throw plan.stop
  const { hashing, onBytes } = means
  const brought = bytesBrought(plan, means.unpacked)
  await refuseOtherSize(file, plan, brought)
  const frame = await unpackedFrame(file, means.frame, onBytes)
  const toMake = file.layers.map((layer): ToMake => ({ layer, size: layer.note.size }))
  const items = putBack(file, brought, toMake)
  const parts = () => wholeParts(cuttable(frame), items)
  const size = await naming(file.noteAt, async () => sizeOf(parts()))
  const spool = new Spooled(means.layers)
  const layers = new MadeLayers(file, { brought, spool, hashing: telling(hashing.layers, onBytes) })
  const { archive } = file.note
  const sum = size === archive?.size ? telling(hashing.whole, onBytes).begin() : undefined
  const whole = new Composing(spool)
  // Of another size it is another one: places that are named often may come to more than anybody can hold.
  const summed = archive && !sum ? 0 : await compose(parts(), { whole, layers, sum, onBytes })
  for (const one of toMake) if (!layers.has(one)) await layers.make(one)
  const bytes = whole.finished(await spool.finish())
  await sum?.write(bytes.slice(summed))
  const digests = toMake.map((one) => layers.digestOf(one))
  return { file, plan, brought, layers: digests, size, whole: bytes, digest: await sum?.digest() }
}

function sizeOf(parts: Iterable<WholePart>): number {
  let size = 0
  for (const part of parts) size += part instanceof Uint8Array ? part.length : part.size
  return size
}

/** What `onBytes` comes to. */
export const workOfRestore = ({ note }: CompactFile): number =>
  note.layers.reduce((sum, { size }) => sum + size, note.archive?.size ?? 0)

function putBack({ note }: CompactFile, brought: ReadonlyMap<string, Piece>, toMake: readonly ToMake[]) {
  type Put = PutBack<Piece | ToMake>
  const back = ({ edits, fills }: Placed, bytes: Piece | ToMake = NOTHING): Put => ({ edits, fills, bytes })
  return [
    ...note.held.map((one) => back(one, brought.get(keyOf({ kind: 'layer', digest: one.diffId })))),
    ...note.blobs.map((one) => back(one, brought.get(keyOf({ kind: 'blob', digest: one.digest })))),
    ...toMake.map((one) => back(one.layer.note, one)),
  ]
}

const NOTHING = nearIn(new Blob()).piece({ start: 0, end: 0 })

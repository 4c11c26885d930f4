import { telling, type Hashing } from '../../check/hashing'
import type { OnBytes } from '../../check/hash'
import type { Sink } from '../../compression/sink'
import type { Placed } from '../../delta/note'
import type { Digest } from '../../image/digest'
import { piecesInOrder, type Piece, type ToMake } from './in-order'
import { MadeLayers } from './made-layers'
import { refuseOtherSize } from './other-size'
import { naming } from './naming'
import type { CompactFile } from './read'
import { Spooled } from './spooled'
import { unpackedFrame } from './unpacked-frame'
import { bytesBrought, keyOf, type CompactRestorePlan } from './wanted'
import type { PutBack } from './whole'

/** A whole archive that is still to be proved: a Blob of slices of the bases, of the frame, and of layers that were made again. */
export interface Remade {
  readonly file: CompactFile
  readonly plan: CompactRestorePlan
  readonly brought: ReadonlyMap<string, Blob>
  /** What the layers that were made again hash to, as the note lists them. */
  readonly layers: readonly Digest[]
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
  const pieces = await naming(file.noteAt, () => piecesInOrder(frame, items))
  const spool = new Spooled(means.layers)
  const layers = new MadeLayers(file, { brought, spool, hashing: telling(hashing.layers, onBytes) })
  const size = pieces.reduce((sum, piece) => sum + piece.size, 0)
  // Of another size it is another one: places that are named often may come to more than anybody can hash.
  const sum = size === file.note.archive?.size ? telling(hashing.whole, onBytes).begin() : undefined
  let hashed = 0
  for (const piece of sum ? pieces : []) {
    if (piece instanceof Blob) await sum?.write(piece)
    // Its bytes are not to be had a second time before all are there.
    else if (layers.has(piece)) break
    else await layers.make(piece, sum)
    hashed += piece.size
  }
  for (const one of toMake) if (!layers.has(one)) await layers.make(one)
  const spooled = await spool.finish()
  const bytes = pieces.map((piece) => (piece instanceof Blob ? piece : layers.bytesOf(piece, spooled)))
  const whole = new Blob(bytes, { type: 'application/x-tar' })
  await sum?.write(whole.slice(hashed))
  const digests = toMake.map((one) => layers.digestOf(one))
  return { file, plan, brought, layers: digests, whole, digest: await sum?.digest() }
}

/** What `onBytes` comes to. */
export const workOfRestore = ({ note }: CompactFile): number =>
  note.layers.reduce((sum, { size }) => sum + size, note.archive?.size ?? 0)

function putBack({ note }: CompactFile, brought: ReadonlyMap<string, Blob>, toMake: readonly ToMake[]) {
  const back = ({ edits, fills }: Placed, bytes: Piece = new Blob()): PutBack<Piece> => ({ edits, fills, bytes })
  return [
    ...note.held.map((one) => back(one, brought.get(keyOf({ kind: 'layer', digest: one.diffId })))),
    ...note.blobs.map((one) => back(one, brought.get(keyOf({ kind: 'blob', digest: one.digest })))),
    ...toMake.map((one) => back(one.layer.note, one)),
  ]
}

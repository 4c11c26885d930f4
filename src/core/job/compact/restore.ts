import type { Sink } from '../../compression/sink'
import { NOTE, type CompactNote, type Placed } from '../../delta/note'
import { RecipeError } from '../../delta/recipe-error'
import { ArchiveError } from '../../errors'
import { assemble } from '../../form/assemble'
import { padded } from '../../tar/padding'
import { cooked, decoders } from './cooked'
import { frameName, opsName } from './names'
import { naming, type CompactFile, type CompactLayer } from './read'
import { cut, Spooled, type Stretch } from './spooled'
import { bytesBrought, keyOf, type CompactRestorePlan } from './wanted'
import { wholeParts, type PutBack } from './whole'

type OnBytes = (bytes: number) => void | Promise<void>

/** Where the note does not tell the size: no archive comes near this, a bomb does. */
const LARGEST_FRAME = 2 ** 40

/** A whole archive that is still to be proved: a Blob of slices of the bases, of the frame, and of layers that were made again. */
export interface Remade {
  readonly file: CompactFile
  readonly plan: CompactRestorePlan
  readonly brought: ReadonlyMap<string, Blob>
  /** Layers that were made again, as the note lists them. */
  readonly layers: readonly Blob[]
  readonly whole: Blob
}

/**
 * @param unpacked the plain bytes of what `packedOf` named.
 * @param sink for what is made here.
 * @param onBytes told of bytes that were made (see `workOfRestore`); may wait, or throw to stop the work.
 */
export async function remake(
  file: CompactFile,
  plan: CompactRestorePlan,
  unpacked: readonly Blob[],
  sink: Sink,
  onBytes: OnBytes = () => {},
): Promise<Remade> {
  if (plan.stop) throw plan.stop
  const brought = bytesBrought(plan, unpacked)
  const spool = new Spooled(sink)
  const frame = await unpackedFrame(file, spool, onBytes)
  const made: Stretch[] = []
  for (const layer of file.layers) made.push(await madeAgain(file, layer, { spool, brought, onBytes }))
  const spooled = await spool.finish()
  const layers = made.map((stretch) => cut(spooled, stretch))
  const items: PutBack[] = [
    ...file.note.held.map((one) => back(one, brought.get(keyOf({ kind: 'layer', digest: one.diffId })))),
    ...file.note.blobs.map((one) => back(one, brought.get(keyOf({ kind: 'blob', digest: one.digest })))),
    ...file.layers.map(({ note }, at) => back(note, layers[at]!)),
  ]
  const frameBytes = frame ? cut(spooled, frame) : file.frame.bytes
  const whole = await naming({ file: file.name, entry: NOTE }, () => assemble(each(wholeParts(frameBytes, items))))
  return { file, plan, brought, layers, whole }
}

/** What `onBytes` comes to. */
export const workOfRestore = ({ note }: CompactFile): number => note.layers.reduce((sum, { size }) => sum + size, 0)

const back = ({ edits, fills }: Placed, bytes: Blob = new Blob()): PutBack => ({ edits, fills, bytes })

async function unpackedFrame(
  { name, note, frame }: CompactFile,
  spool: Spooled,
  onBytes: OnBytes,
): Promise<Stretch | undefined> {
  const { bytes, codec } = frame
  if (!codec) return undefined
  const entry = frameName(codec)
  const most = sizeOfFrame(note)
  await naming({ file: name, entry }, async () => {
    for await (const chunk of decoders[codec](bytes, () => {})) {
      if (spool.size + chunk.length > most) throw new RecipeError('damaged', `more than ${most} bytes`)
      await spool.write(chunk)
      await onBytes(0)
    }
  })
  return { start: 0, end: spool.size }
}

/** Unpacked, by what the note says of the whole archive, and of what is put in and put right there. */
function sizeOfFrame({ archive, held, blobs, layers }: CompactNote): number {
  if (!archive) return LARGEST_FRAME
  let size = archive.size
  for (const { size: bytes, edits, fills } of [...held, ...blobs, ...layers]) {
    size -= fills.length * padded(bytes)
    for (const { length, hex } of edits) size += length - hex.length / 2
  }
  return size
}

interface Making {
  readonly spool: Spooled
  readonly brought: ReadonlyMap<string, Blob>
  readonly onBytes: OnBytes
}

async function madeAgain({ name }: CompactFile, layer: CompactLayer, { spool, brought, onBytes }: Making) {
  const { note, ops, literals } = layer
  const olds = note.sources.map(({ diffId }) => brought.get(keyOf({ kind: 'layer', digest: diffId })) ?? new Blob())
  const start = spool.size
  note.sources.forEach(({ size }, at) => {
    if (olds[at]!.size !== size)
      throw new ArchiveError('compact-damaged', { file: name, entry: NOTE, reason: 'source' })
  })
  await naming({ file: name, entry: opsName(note.diffId) }, async () => {
    for await (const chunk of cooked({ announced: note, codec: note.codec, ops, literals }, olds)) {
      await spool.write(chunk)
      await onBytes(chunk.length)
    }
  })
  return { start, end: spool.size }
}

async function* each<T>(items: Iterable<T>) {
  yield* items
}

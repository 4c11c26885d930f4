import { createSHA256 } from 'hash-wasm'
import { passing } from '../../compression/chunks'
import type { Sink } from '../../compression/sink'
import { NOTE, type Placed } from '../../delta/note'
import { ArchiveError } from '../../errors'
import { assemble } from '../../form/assemble'
import { sha256OfBlob } from '../../image/digest'
import { frameName, opsName } from './names'
import { cooked, decoders, digestOfChunks } from './prove'
import { naming, type CompactFile, type CompactLayer } from './read'
import { cut, Spooled, type Stretch } from './spooled'
import { bytesBrought, keyOf, type CompactRestorePlan } from './wanted'
import { wholeParts, type PutBack } from './whole'

type OnBytes = (bytes: number) => void | Promise<void>

/** No archive comes near this; a bomb does. */
const LARGEST_FRAME = 2 ** 40

/**
 * The whole archive: a Blob of slices of the bases, of the frame, and of layers that were made again. All of it is hashed before.
 * @param unpacked the plain bytes of what `packedOf` named.
 * @param sink for what is made here.
 * @param onBytes told of bytes that were made or hashed (see `workOfRestore`); may wait, or throw to stop the work.
 */
export async function restoreCompact(
  file: CompactFile,
  plan: CompactRestorePlan,
  unpacked: readonly Blob[],
  sink: Sink,
  onBytes: OnBytes = () => {},
): Promise<Blob> {
  if (plan.stop) throw plan.stop
  const brought = bytesBrought(plan, unpacked)
  const blame = () => refuseDamagedBases(plan, brought)
  const spool = new Spooled(sink)
  const frame = await unpackedFrame(file, spool, onBytes)
  const made: Stretch[] = []
  for (const layer of file.layers) made.push(await madeAgain(file, layer, { spool, brought, onBytes, blame }))
  const spooled = await spool.finish()
  const items: PutBack[] = [
    ...file.note.held.map((one) => back(one, brought.get(keyOf({ kind: 'layer', digest: one.diffId })))),
    ...file.note.blobs.map((one) => back(one, brought.get(keyOf({ kind: 'blob', digest: one.digest })))),
    ...file.layers.map(({ note }, at) => back(note, cut(spooled, made[at]!))),
  ]
  const frameBytes = frame ? cut(spooled, frame) : file.frame.bytes
  const whole = await naming({ file: file.name, entry: NOTE }, () => assemble(each(wholeParts(frameBytes, items))))
  await prove(file, whole, blame, onBytes)
  return whole
}

/** What `onBytes` comes to, about. */
export const workOfRestore = ({ note }: CompactFile): number => {
  const sizes = [...note.held, ...note.blobs, ...note.layers].reduce(
    (sum, { size, fills }) => sum + size * fills.length,
    0,
  )
  return note.layers.reduce((sum, { size }) => sum + size, 0) + (note.archive?.size ?? sizes)
}

const back = ({ edits, fills }: Placed, bytes: Blob = new Blob()): PutBack => ({ edits, fills, bytes })

async function unpackedFrame(
  { name, frame }: CompactFile,
  spool: Spooled,
  onBytes: OnBytes,
): Promise<Stretch | undefined> {
  const { bytes, codec } = frame
  if (!codec) return undefined
  const entry = frameName(codec)
  await naming({ file: name, entry }, async () => {
    for await (const chunk of decoders[codec](bytes, () => {})) {
      if (spool.size + chunk.length > LARGEST_FRAME)
        throw new ArchiveError('decompression-bomb', { file: name, found: spool.size })
      await spool.write(chunk)
      await onBytes(0)
    }
  })
  return { start: 0, end: spool.size }
}

interface Making {
  readonly spool: Spooled
  readonly brought: ReadonlyMap<string, Blob>
  readonly onBytes: OnBytes
  readonly blame: () => Promise<void>
}

async function madeAgain({ name }: CompactFile, layer: CompactLayer, { spool, brought, onBytes, blame }: Making) {
  const { note, ops, literals } = layer
  const { codec, diffId } = note
  const olds = note.sources.map(({ diffId }) => brought.get(keyOf({ kind: 'layer', digest: diffId })) ?? new Blob())
  const hasher = (await createSHA256()).init()
  const start = spool.size
  const entry = opsName(diffId)
  note.sources.forEach(({ size }, at) => {
    if (olds[at]!.size !== size)
      throw new ArchiveError('compact-damaged', { file: name, entry: NOTE, reason: 'source' })
  })
  await naming({ file: name, entry }, async () => {
    for await (const chunk of cooked({ announced: note, codec, ops, literals }, olds)) {
      hasher.update(chunk)
      await spool.write(chunk)
      await onBytes(chunk.length)
    }
  })
  const found = `sha256:${hasher.digest('hex')}`
  if (found === diffId) return { start, end: spool.size }
  await blame()
  throw new ArchiveError('compact-damaged', { file: name, entry, reason: found })
}

/** By the hash of the whole, where the note tells it; else by those of what the bases brought. */
async function prove(
  { name, note }: CompactFile,
  whole: Blob,
  blame: () => Promise<void>,
  onBytes: OnBytes,
): Promise<void> {
  if (!note.archive) return blame()
  const { size, sha256 } = note.archive
  const found = whole.size === size ? await digestOfChunks(passing(whole), onBytes) : `${whole.size}`
  if (found === `sha256:${sha256}`) return
  await blame()
  throw new ArchiveError('compact-damaged', { file: name, entry: NOTE, reason: found })
}

/** Tells a wrong or damaged base from a compact archive that is damaged itself. */
async function refuseDamagedBases({ brought }: CompactRestorePlan, bytes: ReadonlyMap<string, Blob>): Promise<void> {
  for (const one of brought) {
    const found = await sha256OfBlob(bytes.get(keyOf(one))!)
    if (found === one.digest) continue
    const { archive, payload } = one.from
    throw new ArchiveError('base-damaged', { file: archive.tar.name, entry: payload.path, expected: one.digest, found })
  }
}

async function* each<T>(items: Iterable<T>) {
  yield* items
}

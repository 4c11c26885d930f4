import type { OnBytes } from '../../check/hash'
import type { Sink } from '../../compression/sink'
import type { CompactNote } from '../../delta/note'
import { RecipeError } from '../../delta/recipe-error'
import { padded } from '../../tar/padding'
import { unpackedPart } from './cooked'
import { naming } from './naming'
import type { CompactFile } from './read'
import { Spooled } from './spooled'

/** Where the note does not tell the size: no archive comes near this, a bomb does. */
const LARGEST_FRAME = 2 ** 40

/**
 * A compact archive's frame, plain.
 * @param open a place for it, where it is packed.
 * @param onBytes lets messages in meanwhile.
 */
export async function unpackedFrame(
  { note, frame }: CompactFile,
  open: () => Promise<Sink>,
  onBytes: OnBytes,
): Promise<Blob> {
  const { bytes, codec } = frame
  if (!codec) return bytes.blob()
  const most = sizeOfFrame(note)
  return naming(frame, async () => {
    const spool = new Spooled(await open())
    for await (const chunk of unpackedPart(codec, bytes)) {
      const found = spool.size + chunk.length
      if (found > most) throw new RecipeError({ kind: 'size', expected: most, found }, `more than ${most} bytes`)
      await spool.write(chunk)
      await onBytes(0)
    }
    return spool.finish()
  })
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

import { passing } from '../../compression/chunks'
import type { Mill } from '../../delta/mill'
import type { Codec } from '../../delta/note'
import type { Stretch } from '../../tar/near'
import type { Spooled } from './spooled'

/** Of what is packed already the first stretch tells: it does not get smaller, and nobody waits for the rest. */
const TRIED = 8 * 1024 * 1024
const WORTH = 0.95

/** Less is not worth that nobody can look into it without unpacking it. */
const GAIN = 64 * 1024

interface Packing {
  readonly codec: Codec
  readonly mill: Mill
  readonly spool: Spooled
}

/** The frame, packed, where that makes it smaller. */
export async function packedFrame(
  frame: Blob,
  packing: Packing,
  onBytes: (bytes: number) => void | Promise<void>,
): Promise<Stretch | undefined> {
  const { spool } = packing
  const start = spool.size
  const tried = frame.slice(0, TRIED)
  if (frame.size > TRIED) {
    await packedInto(tried, packing)
    if (spool.size - start > WORTH * tried.size) return undefined
  }
  const again = spool.size
  await packedInto(frame, packing, onBytes)
  const size = spool.size - again
  return size < WORTH * frame.size && frame.size - size >= GAIN ? { start: again, end: spool.size } : undefined
}

async function packedInto(
  bytes: Blob,
  { codec, mill, spool }: Packing,
  onBytes: (bytes: number) => void | Promise<void> = () => {},
) {
  const packing = mill.packer(codec, (part) => spool.write(part))
  for await (const chunk of passing(bytes)) {
    await packing.write(chunk)
    await onBytes(chunk.length)
  }
  await packing.finish()
}

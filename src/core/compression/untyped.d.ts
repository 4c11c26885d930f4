declare module 'unbzip2-stream/lib/bit_iterator' {
  /** Reads bits; null aligns to the next byte. `bytesRead` counts the bytes that were begun. */
  export interface BitReader {
    (count: number | null): number
    bytesRead: number
  }
  export default function bitIterator(nextBuffer: () => Uint8Array): BitReader
}

declare module 'unbzip2-stream/lib/bzip2' {
  import type { BitReader } from 'unbzip2-stream/lib/bit_iterator'
  const bzip2: {
    /** The block size of the stream that begins here, in units of 100,000 bytes. */
    header(bits: BitReader): number
    /** One block; gives back the stream's checksum so far, or null when the stream has ended. */
    decompress(bits: BitReader, put: (byte: number) => void, work: Int32Array, size: number, crc: number): number | null
  }
  export default bzip2
}

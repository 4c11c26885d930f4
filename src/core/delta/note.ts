import type { Digest } from '../image/digest'

/** The entry by which a compact archive is known. It comes first, and says what the others are. */
export const NOTE = 'layershed/compact'

/** What begins a note of the one version that there is. */
export const FIRST_LINE = 'layershed-compact 1'

export const codecs = ['zstd', 'gzip'] as const

export type Codec = (typeof codecs)[number]

/**
 * `own`: the frame is the original archive's, which comes back byte for byte. `universal`: manifests had to be written anew,
 * because a layer that was compressed is described as plain.
 */
export type FrameKind = 'own' | 'universal'

/** Some bytes of the frame that are others in the whole archive. */
export interface EditNote {
  /** Counted in the frame, unpacked. */
  readonly at: number
  /** Bytes of the frame that are replaced. */
  readonly length: number
  /** In hex, what stands there instead. */
  readonly hex: string
}

/** Bytes that the frame lacks, and what is to be done in the frame for them. */
export interface Placed {
  readonly edits: readonly EditNote[]
  /** Where in the frame the bytes go in, and behind them zeros up to a block: several places, for a layer that stands several times. */
  readonly fills: readonly number[]
}

/** A layer that a base holds, plain or packed. Sizes in bytes of the plain tar. */
export interface HeldNote extends Placed {
  readonly diffId: Digest
  readonly size: number
  readonly was: Was | undefined
}

/** A blob that a base holds under the same digest: stored bytes, as they are. */
export interface BlobNote extends Placed {
  readonly digest: Digest
  readonly size: number
}

/** A layer that is rebuilt from old ones. */
export interface LayerNote extends HeldNote {
  readonly codec: Codec
  readonly literals: number
  readonly segments: number
  /** The old layers whose plain bytes make the space of addresses, in its order. */
  readonly sources: readonly { readonly diffId: Digest; readonly size: number }[]
}

/** What a descriptor said before the frame was written: a compressed blob that is plain now. */
export interface Was {
  readonly digest: Digest
  readonly mediaType: string
  readonly size: number
}

/** The whole archive that comes out of it. */
export interface WholeNote {
  readonly sha256: string
  readonly size: number
  readonly name: string
}

export interface CompactNote {
  readonly made: string
  readonly frame: FrameKind
  readonly archive: WholeNote | undefined
  readonly held: readonly HeldNote[]
  readonly blobs: readonly BlobNote[]
  /** In the order of the frame's layers. */
  readonly layers: readonly LayerNote[]
}

/** Lines of words that one space parts: a shell, perl and python read them as well as this page does (docs/compact.md). */
export function formatNote({ made, frame, archive, held, blobs, layers }: CompactNote): string {
  const lines = [
    FIRST_LINE,
    `made ${made}`,
    `frame ${frame}`,
    ...(archive ? [`archive ${archive.sha256} ${archive.size} ${inOneLine(archive.name)}`] : []),
    ...held.flatMap((one) => [`held ${hexOf(one.diffId)} ${one.size}`, ...was(one), ...placed(one)]),
    ...blobs.flatMap((one) => [`blob ${hexOf(one.digest)} ${one.size}`, ...placed(one)]),
    ...layers.flatMap((one) => [
      `layer ${hexOf(one.diffId)} ${one.size} ${one.codec} ${one.literals} ${one.segments}`,
      ...one.sources.map(({ diffId, size }) => `source ${hexOf(diffId)} ${size}`),
      ...was(one),
      ...placed(one),
    ]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** A file's name may hold line breaks, or be blank. */
const inOneLine = (name: string) => name.replace(/\p{Cc}/gu, '_').replace(/^ *$/, '_')

const was = ({ was }: HeldNote) => (was ? [`was ${hexOf(was.digest)} ${was.mediaType} ${was.size}`] : [])

const placed = ({ edits, fills }: Placed) => [
  ...edits.map(({ at, length, hex }) => `edit ${at} ${length} ${hex || '-'}`),
  ...fills.map((at) => `fill ${at}`),
]

const hexOf = (digest: Digest) => digest.slice('sha256:'.length)

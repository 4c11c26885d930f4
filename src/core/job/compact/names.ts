import type { Codec } from '../../delta/note'
import { hexOf, type Digest } from '../../image/digest'

/** The entries of a compact archive (docs/compact.md). */

const FOLDER = 'layershed/'

export const opsName = (diffId: Digest) => `${FOLDER}${hexOf(diffId)}/ops`

export const literalsName = (diffId: Digest) => `${FOLDER}${hexOf(diffId)}/literals`

const ENDINGS = { zstd: '.zst', gzip: '.gz' } as const

export const frameName = (codec: Codec | undefined) => `${FOLDER}frame.tar${codec ? ENDINGS[codec] : ''}`

import type { Digest } from '../image/digest'
import type { ImageArchive, Payload } from '../image/model'

/** A layer's bytes in an archive. */
export interface Holder {
  readonly archive: ImageArchive
  readonly payload: Payload
}

/** Who has which layers among some archives. */
export interface Holders {
  /** The layer, packed in whatever way. */
  having(diffId: Digest): readonly Holder[]
  /** The layer as the bytes of that digest: known to be those first, then those of which nothing tells. */
  storing(diffId: Digest, digest: Digest): readonly Holder[]
}

export function holdersOf(archives: readonly ImageArchive[]): Holders {
  const byDiffId = new Map<Digest, Holder[]>()
  for (const archive of archives) {
    const known = new Set<Payload>()
    for (const { payload } of archive.images.flatMap(({ layers }) => layers)) {
      if (payload.state !== 'whole' || known.has(payload)) continue
      known.add(payload)
      const holders = byDiffId.get(payload.diffId)
      if (holders) holders.push({ archive, payload })
      else byDiffId.set(payload.diffId, [{ archive, payload }])
    }
  }
  const having = (diffId: Digest) => byDiffId.get(diffId) ?? []
  return {
    having,
    storing: (diffId, digest) => {
      const sure = having(diffId).filter(({ payload }) => payload.digest === digest)
      const perhaps = having(diffId).filter(({ payload }) => payload.digest === undefined)
      return [...sure, ...perhaps]
    },
  }
}

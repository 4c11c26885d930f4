import type { ImageArchive, Payload } from '../../image/model'
import { storedBytes } from '../../image/payload'
import { keptNear, nearIn, type Piece } from '../../tar/near'

/** The bytes of an archive's layers, as they are stored: small ones are read together with those beside them. */
export function layersIn({ tar }: ImageArchive): (payload: Payload) => Piece {
  return (payload) => {
    const { entry } = payload
    if (!entry) return nearIn(storedBytes(tar, payload)).piece({ start: 0, end: payload.size })
    return keptNear(tar).piece({ start: entry.start, end: entry.start + entry.size })
  }
}

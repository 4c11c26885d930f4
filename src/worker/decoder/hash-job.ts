import { hash, hashTogether, LITTLE, type OnBytes } from '../../core/check/hash'
import { totalBytes, type Hashed, type ToHash } from '../../core/check/to-hash'
import { breather, counter } from '../door/progress'
import type { HashApi } from './api'

/** So many little ones are read at one go: putting together a Blob of thousands takes long again. */
const TOGETHER = 256

export const hashJob: HashApi = {
  async hash(blobs, onProgress) {
    const progress = counter(totalBytes(blobs), onProgress)
    const breathe = breather()
    const onBytes: OnBytes = (bytes) => {
      progress.add(bytes)
      return breathe()
    }
    const hashed: Hashed[] = []
    for (const some of gathered(blobs))
      hashed.push(...(some.length > 1 ? await hashTogether(some, onBytes) : [await hash(some[0], onBytes)]))
    return hashed
  },
}

type Some = readonly [ToHash, ...ToHash[]]

/** Little ones that follow each other, many at a time; larger ones each for itself. */
function gathered(blobs: readonly ToHash[]): Some[] {
  const all: [ToHash, ...ToHash[]][] = []
  let isLittle = false
  for (const one of blobs) {
    const last = all.at(-1)
    const joins = one.bytes.size <= LITTLE && isLittle && last && last.length < TOGETHER
    if (joins) last.push(one)
    else all.push([one])
    isLittle = one.bytes.size <= LITTLE
  }
  return all
}

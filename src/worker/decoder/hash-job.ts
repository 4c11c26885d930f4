import { hash } from '../../core/check/hash'
import { totalBytes, type Hashed } from '../../core/check/to-hash'
import { breather, counter } from '../door/progress'
import type { HashApi } from './api'

export const hashJob: HashApi = {
  async hash(blobs, onProgress) {
    const progress = counter(totalBytes(blobs), onProgress)
    const breathe = breather()
    const hashed: Hashed[] = []
    for (const blob of blobs)
      hashed.push(
        await hash(blob, (bytes) => {
          progress.add(bytes)
          return breathe()
        }),
      )
    return hashed
  },
}

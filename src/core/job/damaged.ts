import { errorOf, type Fault } from '../errors'
import type { Digest } from '../image/digest'
import { remark, type Finding } from '../image/finding'
import { payloadsOf, type ImageArchive, type Payload } from '../image/model'
import { holdersOf, type Holder } from '../plan/holders'

/** A layer of a base that turned out not to be what it is called, and the error that says so. */
export interface Damaged {
  readonly file: string
  readonly entry: string
  readonly fault: Fault
}

/** What is to be said of it: another archive has that layer, or it is done without. */
export function remarkOf({ file, entry, fault }: Damaged, isElsewhere: boolean): Finding {
  if (fault.code !== 'base-damaged')
    return remark(isElsewhere ? 'packed-badly-in-one' : 'packed-badly-unused', { file, entry })
  const { expected, found } = fault.facts
  return remark(isElsewhere ? 'damaged-in-one' : 'damaged-unused', { file, entry, expected, found })
}

/** Archives, and what is to be said of what is not used of them. */
export interface Sound {
  readonly archives: readonly ImageArchive[]
  readonly remarks: readonly Finding[]
}

/**
 * Archives as if they had nothing of what is damaged: who else has it serves.
 * @param isDispensable whether a layer is done without where nobody else has it.
 * @throws ArchiveError what was said of it, where it is not.
 */
export function withoutDamaged(
  archives: readonly ImageArchive[],
  damaged: readonly Damaged[],
  isDispensable: (diffId: Digest) => boolean = () => false,
): Sound {
  let left = archives
  const lost = damaged.map((one) => {
    const holder = holderOf(left, one)
    if (!holder) throw errorOf(one.fault)
    left = left.map((archive) => (archive === holder.archive ? without(holder) : archive))
    return { one, diffId: holder.payload.diffId }
  })
  const holders = holdersOf(left)
  const remarks = lost.map(({ one, diffId }) => {
    const isElsewhere = holders.having(diffId).length > 0
    if (!isElsewhere && !isDispensable(diffId)) throw errorOf(one.fault)
    return remarkOf(one, isElsewhere)
  })
  return { archives: left, remarks }
}

/** Two archives may have one name: of these the first was taken. */
function holderOf(archives: readonly ImageArchive[], { file, entry }: Damaged): Holder | undefined {
  for (const archive of archives) {
    if (archive.tar.name !== file) continue
    const payload = [...payloadsOf(archive.images)].find(({ state, path }) => state === 'whole' && path === entry)
    if (payload) return { archive, payload }
  }
  return undefined
}

function without({ archive, payload: lost }: Holder): ImageArchive {
  const payload: Payload = { ...lost, state: 'emptied', bytes: undefined }
  const images = archive.images.map((image) => ({
    ...image,
    layers: image.layers.map((layer) => (layer.payload === lost ? { ...layer, payload } : layer)),
  }))
  return { ...archive, images }
}

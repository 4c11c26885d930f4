import { EMPTY_BLOB, type Digest } from '../image/digest'
import type { Descriptor } from '../image/descriptor'
import { isPacked } from '../image/encoding'
import type { Layer } from '../image/model'
import type { Entry } from '../tar/walk'
import type { Damaged, State } from './checked'
import { algorithmOf, digestOfName, type Hashed, type HashedByStart } from './to-hash'

const WHOLE: State = { kind: 'whole' }

export function judgeLayer({ diffId, descriptor, payload }: Layer, hashed: HashedByStart): State {
  const { entry } = payload
  // What engines fetch from elsewhere they have at the destination, or get it there.
  if (payload.absence === 'foreign') return { kind: 'emptied' }
  if (!entry) return { kind: 'absent' }
  if (entry.size === 0) return diffId === EMPTY_BLOB ? WHOLE : { kind: 'emptied' }
  const found = hashedOf(entry, hashed)
  const isReadable = payload.encoding === 'tar' || isPacked(payload.encoding)
  return judgeBytes(entry, [descriptor], found) ?? (isReadable ? judgePlain(diffId, found) : undefined) ?? WHOLE
}

/** A config, a manifest, or another blob, by its own name and by what descriptors say. */
export function judgeBlob(entry: Entry, descriptors: readonly Descriptor[], hashed: HashedByStart): State {
  return judgeBytes(entry, descriptors, hashedOf(entry, hashed)) ?? WHOLE
}

function hashedOf({ name, start }: Entry, hashed: HashedByStart): Hashed {
  const found = hashed.get(start)
  if (!found) throw new RangeError(`${name} was not hashed`)
  return found
}

function judgeBytes(
  entry: Entry,
  descriptors: readonly (Descriptor | undefined)[],
  { digest: found }: Hashed,
): Damaged | undefined {
  const stated = [digestOfName(entry.name), ...descriptors.map((descriptor) => descriptor?.digest)]
  const sized = descriptors.find((descriptor) => descriptor && descriptor.size !== entry.size)
  if (sized) return damaged(stated.includes(found) ? 'stated-size' : 'size', String(sized.size), String(entry.size))
  const expected = stated.find((digest) => digest !== undefined && differs(digest, found))
  return expected && damaged('digest', expected, found)
}

function judgePlain(diffId: Digest, { digest, diffId: unpacked, fault }: Hashed): Damaged | undefined {
  if (fault !== undefined) return damaged('unpacking', diffId, fault)
  const found = unpacked ?? digest
  return differs(diffId, found) ? damaged('diff-id', diffId, found) : undefined
}

/** Digests of two algorithms tell nothing of each other. */
const differs = (stated: Digest, found: Digest) => algorithmOf(stated) === algorithmOf(found) && stated !== found

const damaged = (by: Damaged['by'], expected: string, found: string): Damaged => ({
  kind: 'damaged',
  by,
  expected,
  found,
})

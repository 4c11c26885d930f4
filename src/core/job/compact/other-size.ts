import { NOTE } from '../../delta/note'
import { ArchiveError } from '../../errors'
import { sha256OfBlob } from '../../image/digest'
import type { Piece } from '../../tar/near'
import type { CompactFile } from './read'
import { damagedBase, keyOf, type CompactRestorePlan } from './wanted'

/**
 * What a base holds packed may come to another size than the note says: one of them is wrong, and the hash tells which.
 * @throws ArchiveError `base-damaged` or `compact-unlike`.
 */
export async function refuseOtherSize(
  { name: file }: CompactFile,
  { brought }: CompactRestorePlan,
  bytes: ReadonlyMap<string, Piece>,
): Promise<void> {
  for (const one of brought) {
    const there = bytes.get(keyOf(one))
    if (!there || there.size === one.size) continue
    const found = await sha256OfBlob(there.blob())
    if (found !== one.digest) throw damagedBase(one, found)
    const facts = { expected: `${one.size} B`, found: `${there.size} B` }
    throw new ArchiveError('compact-unlike', { file, entry: `${NOTE}: ${one.digest}`, ...facts })
  }
}

import type { Hashed, ToHash } from '../../check/to-hash'
import { NOTE } from '../../delta/note'
import { ArchiveError } from '../../errors'
import { sha256OfBlob, type Digest } from '../../image/digest'
import { opsName } from './names'
import type { Remade } from './restore'
import { damagedBase } from './wanted'

/**
 * What is left to be hashed before anything is offered. What bases bring is proved by the whole; where the note does not tell the
 * whole's hash, each is hashed for itself.
 * @throws ArchiveError where its size tells already that it is none.
 */
export async function toHashRemade(remade: Remade): Promise<ToHash[]> {
  const { file, brought, size } = remade
  const { archive } = file.note
  if (archive && size !== archive.size)
    throw await refusal(remade, NOTE, { expected: `${archive.size} B`, found: `${size} B` })
  const left = archive ? [] : [...brought.values()]
  return left.map((piece, start) => ({ start, bytes: piece.blob(), digest: 'sha256', unpack: undefined }))
}

/**
 * The whole archive.
 * @param hashed what came of `toHashRemade`.
 * @throws ArchiveError `base-damaged` or `compact-damaged`.
 */
export async function provedWhole(remade: Remade, hashed: readonly Hashed[]): Promise<Blob> {
  const { layers, archive } = remade.file.note
  for (const [at, { diffId }] of layers.entries())
    if (remade.layers[at] !== diffId)
      throw await refusal(remade, opsName(diffId), { expected: diffId, found: `${remade.layers[at]}` })
  if (!archive)
    refuseDamagedBases(
      remade,
      hashed.toSorted((one, other) => one.start - other.start),
    )
  else {
    const expected = `sha256:${archive.sha256}`
    if (remade.digest !== expected) throw await refusal(remade, NOTE, { expected, found: `${remade.digest}` })
  }
  return remade.whole
}

interface Unlike {
  readonly expected: string
  readonly found: string
}

/** What a base brought may be to blame; it is hashed for itself only now. */
async function refusal(remade: Remade, entry: string, unlike: Unlike): Promise<ArchiveError> {
  const found: { digest: Digest }[] = []
  for (const piece of remade.brought.values()) found.push({ digest: await sha256OfBlob(piece.blob()) })
  refuseDamagedBases(remade, found)
  return new ArchiveError('compact-unlike', { file: remade.file.name, entry, ...unlike })
}

/** Tells a wrong or damaged base from a compact archive that is damaged itself. */
function refuseDamagedBases({ plan }: Remade, hashed: readonly Pick<Hashed, 'digest'>[]): void {
  for (const [at, one] of plan.brought.entries()) {
    const found = `${hashed[at]?.digest}`
    if (found !== one.digest) throw damagedBase(one, found)
  }
}

import { refuseChanged } from '../../core/check/unchanged'
import type { Joining } from '../../core/job/join'
import { fillable, type Fillable } from '../../core/job/restore'
import type { ImageArchive } from '../../core/image/model'
import type { RestoreChoice } from './api'
import { archiveAt, idsOf, restoreJobOf } from './opened-files'

/** Who gives what is put in. */
export const givers = ({ fillings }: Fillable): ImageArchive[] => fillings.map(({ from: [{ archive }] }) => archive)

/** Those of them whose bytes went by when they were opened. */
export const bareIds = (all: readonly Fillable[]): string[] =>
  idsOf(all.flatMap(givers).filter(({ tar }) => !tar.bytes))

/** @throws ArchiveError `changed-on-disk` for the first of all that it is made of that is another file by now. */
export async function refuseAnyChanged(targets: readonly string[], all: readonly Fillable[]): Promise<void> {
  for (const archive of new Set([...targets.map(archiveAt), ...all.flatMap(givers)])) await refuseChanged(archive)
}

export const filledSize = ({ archive, fillings }: Fillable): number =>
  fillings.reduce((sum, { from: [{ payload }] }) => sum + payload.size, archive.tar.size)

/** What is joined is written in a form of its own: nobody’s own bytes are asked for. */
export const toJoin = (targets: readonly string[], choice: RestoreChoice): Promise<Fillable[]> =>
  Promise.all(targets.map((target) => fillable({ ...restoreJobOf(target, choice), exact: false })))

export const joiningsOf = (all: readonly Fillable[], unpacked: readonly (readonly Blob[])[]): Joining[] =>
  all.map((fillable, at) => ({ fillable, unpacked: unpacked[at] ?? [] }))

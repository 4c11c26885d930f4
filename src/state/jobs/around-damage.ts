import { ArchiveError, errorOf, type ErrorCode } from '../../core/errors'
import type { Damaged } from '../../core/job/compact/damaged'
import type { StoredLayer } from '../../core/layer/stack'

/** What is said of a packed layer that is damaged. */
const ofPacked: readonly ErrorCode[] = ['packed-corrupt', 'packed-truncated']

class NotUnpacked extends Error {
  readonly damaged: Damaged

  constructor(damaged: Damaged) {
    super(damaged.fault.code)
    this.damaged = damaged
  }
}

/** For what a layer's unpacking throws. */
export const throwNotUnpacked =
  ({ file, entry }: StoredLayer) =>
  (thrown: unknown): never => {
    const isDamaged = thrown instanceof ArchiveError && ofPacked.includes(thrown.code)
    throw isDamaged ? new NotUnpacked({ file, entry, fault: thrown.fault }) : thrown
  }

/** What came of some work, and what it did without. */
interface Around<T> {
  readonly made: T
  readonly damaged: readonly Damaged[]
}

/** Works once more without a layer of a base that turned out to be damaged, as long as another archive has it. */
export async function aroundDamage<T>(work: (damaged: readonly Damaged[]) => Promise<T>): Promise<Around<T>> {
  const damaged: Damaged[] = []
  for (;;)
    try {
      return { made: await work([...damaged]), damaged }
    } catch (thrown) {
      const one = damagedIn(thrown)
      if (!one || damaged.some((known) => isSame(known, one)))
        throw thrown instanceof NotUnpacked ? errorOf(thrown.damaged.fault) : thrown
      damaged.push(one)
    }
}

function damagedIn(thrown: unknown): Damaged | undefined {
  if (thrown instanceof NotUnpacked) return thrown.damaged
  if (!(thrown instanceof ArchiveError) || thrown.fault.code !== 'base-damaged') return undefined
  const { file, entry } = thrown.fault.facts
  return { file, entry, fault: thrown.fault }
}

const isSame = (one: Damaged, other: Damaged) => JSON.stringify(one) === JSON.stringify(other)

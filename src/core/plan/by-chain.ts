import type { Destination } from '../destination/destination'
import type { Digest } from '../image/digest'
import { payloadsOf, type Image } from '../image/model'
import type { Lack, SlimPlan } from './slim-plan'

/**
 * What classic stores and Podman go by. They know a layer by its chain, the whole stack below it: a payload may go only if no
 * chain needs it, counting what an earlier image of the archive brings in.
 */
export function planByChain(images: readonly Image[], { chains }: Pick<Destination, 'chains'>): SlimPlan {
  const { needed, lacking } = needsOfChains(images, chains)
  const spare = [...payloadsOf(images)].filter((payload) => !needed.has(payload) && payload.state !== 'absent')
  return {
    needed,
    lacking,
    shed: new Set(spare),
    relinked: new Map(),
    unproven: new Set(),
    keptForDigest: new Set(),
  }
}

/** The payloads that a chain needs, and the images whose chains need what is not there. */
export function needsOfChains(images: readonly Image[], present: ReadonlySet<Digest>) {
  const known = new Set(present)
  // What something else is made of, too, keeps its bytes whatever the destination has.
  const needed = new Set([...payloadsOf(images)].filter(({ pinned, state }) => pinned && state === 'whole'))
  const lacking: Lack[] = []
  for (const image of images) {
    for (const { chain, payload } of image.layers) {
      if (known.has(chain)) continue
      if (payload.state === 'whole') needed.add(payload)
      else if (payload.absence === 'foreign') continue
      else if (image.listed) lacking.push({ image, payload })
      else continue
      known.add(chain)
    }
  }
  return { needed, lacking }
}

import type { Descriptor } from '../image/descriptor'
import type { Image, Payload } from '../image/model'
import type { Relink, SlimPlan } from '../plan/slim-plan'
import { layerDescriptor } from './descriptor'

/** What an output changes of its archive: all that a writer has to know. */
export interface Edit {
  /** Layers that lose their bytes and keep their place. */
  readonly emptied: ReadonlySet<Payload>
  /** The blobs that layers' descriptors are to name, where what the archive says of them does not do. */
  readonly descriptors: ReadonlyMap<Payload, Descriptor>
  /** What an image is built upon, by its name at the destination. */
  readonly baseNames: ReadonlyMap<Image, string>
  /** Whether the output says how it is undone, where it can be. */
  readonly undo: boolean
  /** Platforms that a new manifest.json leaves to index.json. */
  readonly unlisted: ReadonlySet<Image>
}

/**
 * What a plan comes to.
 * @param hashed descriptors of layers whose digests the archive does not tell.
 */
export function editOf(
  { shed, relinked }: Pick<SlimPlan, 'shed' | 'relinked'>,
  hashed: ReadonlyMap<Payload, Descriptor>,
  named: Pick<Edit, 'baseNames' | 'undo' | 'unlisted'>,
): Edit {
  const descriptors = new Map(hashed)
  for (const [payload, relink] of relinked) {
    const descriptor = relink.kind === 'held' ? relink.descriptor : keptDescriptor(relink, hashed)
    if (descriptor) descriptors.set(payload, descriptor)
  }
  return { ...named, emptied: shed, descriptors }
}

/** What the archive says of a layer that stays comes along, for what else it says (annotations). */
const keptDescriptor = (
  { payload, descriptor }: Extract<Relink, { kind: 'kept' }>,
  hashed: ReadonlyMap<Payload, Descriptor>,
) => descriptor ?? hashed.get(payload) ?? (payload.digest && layerDescriptor(payload, payload.digest, 'oci'))

import { archiveTarget } from './archive-target'
import type { Chance } from './chance'
import { layerTarget } from './layer-target'
import { compactTarget } from './compact-target'
import { decoderTarget, packedTarget, zipTarget } from './packed-targets'
import { inventoryTarget, siteTarget } from './text-targets'

/** A reader under test: what one input came to, in words that only the same outcome has. Throws where a property does not hold. */
export type Target = (chance: Chance) => Promise<string>

/** Each with its share of the inputs, in hundredths. */
export const targets: Readonly<Record<string, { readonly run: Target; readonly share: number }>> = {
  archive: { run: archiveTarget, share: 30 },
  packed: { run: packedTarget, share: 10 },
  inventory: { run: inventoryTarget, share: 20 },
  site: { run: siteTarget, share: 10 },
  layer: { run: layerTarget, share: 10 },
  decoder: { run: decoderTarget, share: 10 },
  zip: { run: zipTarget, share: 5 },
  compact: { run: compactTarget, share: 5 },
}

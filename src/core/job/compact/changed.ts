import type { Codec } from '../../delta/note'
import type { Mill } from '../../delta/mill'
import { makeRecipe, type Olds, type Recipe } from '../../delta/recipe'
import type { Item } from './plan'
import type { Spooled, Stretch } from './spooled'

/** A layer and the recipe that makes it of old ones. */
export interface Changed {
  readonly item: Item
  readonly fresh: Blob
  readonly recipe: Recipe
  /** What stands where in the spool, packed. */
  readonly literals: Stretch
  readonly ops: Stretch
}

export interface Changing {
  readonly olds: Olds
  readonly codec: Codec
  readonly mill: Mill
  readonly spool: Spooled
  /** Is shown all bytes of the layer, in order, as they go by. */
  readonly look: ((bytes: Uint8Array) => Promise<void>) | undefined
  readonly onBytes: (bytes: number) => void | Promise<void>
}

/** A recipe that leaves this much of a layer as literals gains nothing over the layer itself. */
const MOST_LITERALS = 0.9

/** Undefined where it is not worth it. */
export async function changedLayer(item: Item, fresh: Blob, changing: Changing): Promise<Changed | undefined> {
  const { olds, codec, mill, spool, look, onBytes } = changing
  const packing = () => mill.packer(codec, (bytes) => spool.write(bytes))
  const start = spool.size
  const literals = packing()
  const plainOps: Uint8Array[] = []
  const sinks = {
    literals: (bytes: Uint8Array) => literals.write(bytes),
    ops: async (bytes: Uint8Array) => void plainOps.push(bytes),
  }
  const recipe = await makeRecipe(fresh, olds, { sinks, mill, look }, onBytes)
  await literals.finish()
  if (recipe.literals > MOST_LITERALS * fresh.size) return undefined
  const between = spool.size
  const ops = packing()
  for (const part of plainOps) await ops.write(part)
  await ops.finish()
  return { item, fresh, recipe, literals: { start, end: between }, ops: { start: between, end: spool.size } }
}

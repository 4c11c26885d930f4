import { hashingHere } from '../../check/hashing'
import { makeRecipe, type Olds, type Recipe } from '../../delta/recipe'
import type { Digest } from '../../image/digest'
import type { Readable } from '../../tar/source'
import { Packing, type Packed, type PackingMeans } from './packing'
import type { Item } from './plan'
import type { WholeSum } from './whole-sum'

/** A layer and the recipe that makes it of old ones. */
export interface Changed {
  readonly item: Item
  readonly fresh: Readable
  readonly recipe: Recipe
  /** What the recipe makes hashes to. */
  readonly digest: Digest
  readonly literals: Packed
  readonly ops: Packed
}

export interface Changing extends PackingMeans {
  readonly olds: Olds
  /** Of the archive, in which the layer stands next. */
  readonly whole: WholeSum | undefined
  readonly onBytes: (bytes: number) => void | Promise<void>
}

/** A recipe that leaves this much of a layer as literals gains nothing over the layer itself. */
const MOST_LITERALS = 0.9

/** Undefined where it is not worth it. */
export async function changedLayer(item: Item, fresh: Readable, changing: Changing): Promise<Changed | undefined> {
  const { olds, mill, whole, onBytes } = changing
  const packing = new Packing(changing)
  const hash = hashingHere.begin()
  const plainOps: Uint8Array[] = []
  const sinks = {
    literals: (bytes: Uint8Array) => packing.write(bytes),
    ops: async (bytes: Uint8Array) => void plainOps.push(bytes),
  }
  const look = async (bytes: Uint8Array) => {
    await hash.write(bytes)
    await whole?.write(bytes)
  }
  const recipe = await makeRecipe(fresh, olds, { sinks, mill, look }, onBytes)
  const [literals, digest] = [await packing.finish(), await hash.digest()]
  if (recipe.literals > MOST_LITERALS * fresh.size) return undefined
  const packingOps = new Packing(changing)
  for (const part of plainOps) await packingOps.write(part)
  return { item, fresh, recipe, digest, literals, ops: await packingOps.finish() }
}

import { hashingHere } from '../../check/hashing'
import { chunksOf, LARGE_CHUNK } from '../../compression/chunks'
import type { Codec } from '../../delta/note'
import { workOf, type Recipe } from '../../delta/recipe'
import type { Digest } from '../../image/digest'
import type { Readable } from '../../tar/source'
import type { Changed, Changing } from './changed'
import { goingBy } from './cooked'
import type { Packed } from './packing'
import type { Item } from './plan'
import { cut } from './spooled'

/** What is packed of a recipe, and what it hashes to plain. */
interface Part {
  readonly bytes: Blob
  readonly plain: Digest
}

/** A recipe that was made for another archive, which has the same layer. */
export interface MadeRecipe extends Omit<Recipe, 'sources'> {
  /** What it makes. */
  readonly digest: Digest
  readonly size: number
  readonly codec: Codec
  readonly literalsPart: Part
  readonly opsPart: Part
  /** What the old layers hash to that it is made of, in their order. */
  readonly sources: readonly Digest[]
}

/** What was made of changed layers, and spooled. */
interface MadeOf {
  readonly codec: Codec
  readonly changed: readonly Changed[]
  /** What old layers hash to. */
  readonly olds: readonly Digest[]
  readonly spooled: Blob
}

/** What is smaller is made again sooner than it is handed on. */
const LEAST_KEPT = 1024 * 1024

/** What was made may serve others that are made of the same. */
export function madeRecipes({ codec, changed, olds, spooled }: MadeOf): MadeRecipe[] {
  const partOf = (packed: Packed): Part => ({ bytes: cut(spooled, packed), plain: packed.plain })
  return changed
    .filter(({ fresh }) => fresh.size >= LEAST_KEPT)
    .map(({ digest, fresh: { size }, recipe, literals, ops }) => ({
      ...recipe,
      digest,
      size,
      codec,
      literalsPart: partOf(literals),
      opsPart: partOf(ops),
      sources: recipe.sources.map((at) => olds[at]!),
    }))
}

/** One that makes a layer, of old layers that are there. @param olds what those hash to. */
export const recipeFor = (
  { digest }: Item,
  { size }: Readable,
  { recipes, codec, olds }: { recipes: readonly MadeRecipe[]; codec: Codec; olds: readonly Digest[] },
): MadeRecipe | undefined =>
  recipes.find(
    (one) =>
      one.digest === digest &&
      one.size === size &&
      one.codec === codec &&
      one.sources.every((source) => olds.includes(source)),
  )

/** A layer for which there is a recipe: it is only hashed, and what is packed is taken over. Undefined where it is another layer. */
export async function takenOver(
  item: Item,
  fresh: Readable,
  made: MadeRecipe,
  olds: readonly Digest[],
  { spool, whole, onBytes }: Pick<Changing, 'spool' | 'whole' | 'onBytes'>,
): Promise<Changed | undefined> {
  const hash = hashingHere.begin()
  for await (const chunk of goingBy(chunksOf(fresh, () => {}, LARGE_CHUNK, 2))) {
    await hash.write(chunk)
    await whole?.write(chunk)
    await onBytes(chunk.length)
  }
  if ((await hash.digest()) !== made.digest) return undefined
  await onBytes(workOf(fresh.size) - fresh.size)

  async function copied({ bytes, plain }: Part): Promise<Packed> {
    const start = spool.size
    for await (const chunk of chunksOf(bytes)) await spool.write(chunk)
    return { start, end: spool.size, plain }
  }

  const { digest, literals, segments } = made
  const recipe = { literals, segments, sources: made.sources.map((source) => olds.indexOf(source)) }
  return { item, fresh, recipe, digest, literals: await copied(made.literalsPart), ops: await copied(made.opsPart) }
}

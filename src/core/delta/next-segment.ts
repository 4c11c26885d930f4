import { BerReader } from './ber'
import type { Feed } from './feed'
import { RecipeError } from './recipe-error'
import { decodeColumns, HEADER_NUMBERS, readHeader, type Runs, type Segment } from './segment'

/** What begins the ops of a layer. */
export const OPS_MAGIC = 'LSC1'

/** @throws RecipeError where they are none. */
export async function beginOps(recipe: Feed): Promise<void> {
  if (new TextDecoder().decode(await recipe.take(OPS_MAGIC.length)) !== OPS_MAGIC)
    throw new RecipeError('damaged', 'no ops')
}

export async function nextSegment(recipe: Feed, runs: Runs): Promise<Segment> {
  const reader = new BerReader(await recipe.peek(HEADER_NUMBERS * LONGEST_NUMBER))
  const header = readHeader(reader)
  recipe.skip(reader.read)
  const columns = await recipe.take(header.groups.reduce((sum, bytes) => sum + bytes, 0))
  return decodeColumns(header, columns, runs)
}

const LONGEST_NUMBER = 8

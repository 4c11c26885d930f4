import { RecipeError } from '../../delta/recipe-error'

/** Chunks that come to as many bytes as was announced. @throws RecipeError where they don’t. */
export async function* announced(size: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let found = 0
  for await (const chunk of chunks) {
    found += chunk.length
    if (found > size) throw other(size, found)
    yield chunk
  }
  if (found < size) throw other(size, found)
}

const other = (expected: number, found: number) =>
  new RecipeError({ kind: 'size', expected, found }, `${found} bytes, instead of ${expected}`)

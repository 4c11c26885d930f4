/**
 * Of a list that may be very long, the page is given the first, beside how many there are: it draws few of them, and what crosses
 * holds it up as it arrives.
 */
export const MOST_TOLD = 1_000

/** Of images as many as have so many layers together, and at least one. */
const MOST_LAYERS = 20_000

export const firstOf = <T>(list: readonly T[]): readonly T[] => list.slice(0, MOST_TOLD)

export function firstImages<T extends { readonly layers: readonly unknown[] }>(images: readonly T[]): readonly T[] {
  let room = MOST_LAYERS
  let count = 0
  for (const { layers } of firstOf(images)) {
    if (count > 0 && layers.length > room) break
    room -= layers.length
    count++
  }
  return images.slice(0, count)
}

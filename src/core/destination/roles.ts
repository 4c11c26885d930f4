/** An archive as far as its role goes: the chain IDs of each of its images, from the bottom up. */
export interface Stacks {
  readonly id: string
  readonly images: readonly { readonly chains: readonly string[] }[]
}

/** The archives that others build upon: every image of theirs is the lower part of an image of one other archive. */
export function basesAmong(archives: readonly Stacks[]): ReadonlySet<string> {
  const isBase = (archive: Stacks) => archives.some((other) => other.id !== archive.id && buildsOn(other, archive))
  return new Set(archives.filter(isBase).map(({ id }) => id))
}

function buildsOn(upper: Stacks, lower: Stacks): boolean {
  const inside = new Set(upper.images.flatMap(({ chains }) => chains.slice(0, -1)))
  return lower.images.length > 0 && lower.images.every(({ chains }) => inside.has(chains.at(-1) ?? ''))
}

/** The order in which a batch is to be loaded: as given, but what others build upon comes before them. */
export function loadingOrder(archives: readonly Stacks[]): readonly string[] {
  const order: string[] = []
  let left = archives
  while (left.length > 0) {
    const next =
      left.find((archive) => !left.some((other) => other !== archive && buildsOn(archive, other))) ?? left[0]!
    order.push(next.id)
    left = left.filter((archive) => archive !== next)
  }
  return order
}

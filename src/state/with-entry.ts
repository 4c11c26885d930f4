/** The map with that value under a key, as its last; without the key where there is none. */
export function withEntry<T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): ReadonlyMap<string, T> {
  const others = [...map].filter(([other]) => other !== key)
  return new Map(value === undefined ? others : [...others, [key, value]])
}

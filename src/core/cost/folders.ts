import { Sum, type Cost } from './group'
import { above } from './tally'

/** A folder with all that it holds, at any depth. */
export interface Folder extends Cost {
  readonly path: string
  readonly folders: readonly string[]
}

/** By path, the root's is empty. @param own what lies in each folder itself. */
export function foldersOf(own: ReadonlyMap<string, Cost>): (path: string) => Folder {
  const sums = new Map([['', new Sum()]])
  const within = new Map<string, string[]>()
  for (const [path, cost] of own)
    for (
      let folder: string | undefined = path;
      folder !== undefined;
      folder = folder === '' ? undefined : above(folder)
    )
      sumAt(folder).merge(cost, 1)

  function sumAt(path: string): Sum {
    const known = sums.get(path)
    if (known) return known
    const sum = new Sum()
    sums.set(path, sum)
    const siblings = within.get(above(path))
    if (siblings) siblings.push(path)
    else within.set(above(path), [path])
    return sum
  }

  return (path) => ({ path, ...(sums.get(path) ?? new Sum()), folders: within.get(path) ?? [] })
}

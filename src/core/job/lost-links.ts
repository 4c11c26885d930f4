import { isObject, isStrings, LARGEST_JSON } from '../image/json'

interface Member {
  readonly path: string
  readonly file: Blob
}

/** A layer that stood as a link, and where the file is that it led to. */
export interface LostLink {
  readonly path: string
  readonly target: string
}

/**
 * Where a save has a layer twice, Docker wrote the second as a symlink, and browsers pass over those when they read a folder. Equal
 * diff IDs tell which file it led to.
 */
export async function lostLinks(members: readonly Member[]): Promise<LostLink[]> {
  const files = new Map(members.map(({ path, file }) => [path, file]))
  const manifest = await readJson(files.get('manifest.json'))
  const items = Array.isArray(manifest) ? manifest.filter(isObject) : []
  const layers = (await Promise.all(items.map((item) => layersOf(item['Config'], item['Layers'], files)))).flat()
  const present = new Map(layers.filter(({ path }) => files.has(path)).map(({ path, diffId }) => [diffId, path]))
  const lost = new Map(layers.filter(({ path }) => !files.has(path)).map(({ path, diffId }) => [path, diffId]))
  return [...lost].flatMap(([path, diffId]) => {
    const target = present.get(diffId)
    return target === undefined ? [] : [{ path, target: `${'../'.repeat(path.split('/').length - 1)}${target}` }]
  })
}

/** The paths of an image's layers, with their diff IDs. */
async function layersOf(config: unknown, paths: unknown, files: ReadonlyMap<string, Blob>) {
  const json = typeof config === 'string' ? await readJson(files.get(config)) : undefined
  const rootfs = isObject(json) ? json['rootfs'] : undefined
  const diffIds = isObject(rootfs) ? rootfs['diff_ids'] : undefined
  if (!isStrings(diffIds) || !isStrings(paths) || paths.length !== diffIds.length) return []
  return paths.map((path, at) => ({ path, diffId: diffIds[at]! }))
}

/** What is no JSON is told when the archive is read. */
async function readJson(file: Blob | undefined): Promise<unknown> {
  if (!file || file.size > LARGEST_JSON) return undefined
  try {
    return JSON.parse(await file.text())
  } catch {
    return undefined
  }
}

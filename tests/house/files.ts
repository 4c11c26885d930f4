import { readdirSync, readFileSync } from 'node:fs'

/** Every file of ours below a folder, by its path from the root, with what stands in it. */
export function filesIn(folder: string, ending = /\.(ts|svelte)$/): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => ending.test(path))
  return new Map(paths.sort().map((path) => [path, readFileSync(path, 'utf8')]))
}

import { mkdirSync, realpathSync, rmSync, truncateSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from './run'

/**
 * The handy way that many scripts go: unpack, empty the first `count` layers of the only image, pack again.
 * @param folder where it may unpack; the outcome is `naive.tar` in it.
 */
export function emptyFirstLayers(folder: string, target: string, count: number): string {
  const root = join(folder, 'naive')
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root)
  must('tar', ['-xf', target, '-C', root])
  const [image] = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as [{ Layers: string[] }]
  for (const layer of image.Layers.slice(0, count)) truncateSync(realpathSync(join(root, layer)))
  const output = join(folder, 'naive.tar')
  must('tar', ['-cf', output, '-C', root, '.'])
  return output
}

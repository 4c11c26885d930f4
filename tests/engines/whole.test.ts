import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { must } from './run'
import { sample, target, writers } from './samples'
import { imagesIn } from './whole'
import { temporary } from './workbench'

/** The judge itself is judged: a test that cannot fail proves nothing. */
const B = 'sha256:7861f4a3fd793c3ab2448959ef551cedb2deab2bd9e2c93a7a0279c28b2cba82'
let folder: string

beforeEach(() => {
  folder = temporary()
})
afterEach(() => rmSync(folder, { recursive: true }))

test.each(writers)('every layer of an archive by %s is whole', (writer) => {
  const [image, ...others] = imagesIn(target(writer))
  expect(others).toEqual([])
  expect(image?.layers).toEqual([expect.stringMatching(/^sha256:a689d4a7/), B, B])
})

test('two images are two', () => {
  expect(imagesIn(sample('docker20-two-images.tar'))).toHaveLength(2)
})

test('an emptied layer is told from a whole one', () => {
  expect(layersAfter((root) => writeFileSync(join(root, 'blobs/sha256', B.slice(7)), ''))).toContain(`empty: ${B}`)
})

test('a layer that is gone is missing', () => {
  expect(layersAfter((root) => rmSync(join(root, 'blobs/sha256', B.slice(7))))).toContain(`missing: ${B}`)
})

test('a layer with a byte too many is other bytes, or not the blob that its descriptor names', () => {
  const layers = layersAfter((root) => appendFileSync(join(root, 'blobs/sha256', B.slice(7)), '\0'))
  expect(layers).toContain(`other bytes: ${B}`)
  expect(layers).toContain(`not the blob ${B}: ${B}`)
})

test('an archive without an image is no proof of anything', () => {
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  must('tar', ['-cf', join(folder, 'empty.tar'), '-C', empty, '.'])
  expect(() => imagesIn(join(folder, 'empty.tar'))).toThrow('lists no image')
})

/** What is said of the layers once something was done to the unpacked archive. */
function layersAfter(damage: (root: string) => void): string[] {
  const root = join(folder, 'root')
  const damaged = join(folder, 'damaged.tar')
  mkdirSync(root)
  must('tar', ['-xf', target('docker28-classic'), '-C', root])
  damage(root)
  must('tar', ['-cf', damaged, '-C', root, '.'])
  return imagesIn(damaged).flatMap(({ layers }) => layers)
}

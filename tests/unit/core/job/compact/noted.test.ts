import { expect, test } from 'vitest'
import { NOTE_LIMIT } from '../../../../../src/core/delta/parse-note'
import { notable, type Noted } from '../../../../../src/core/job/compact/noted'
import { indexTar } from '../../../../../src/core/tar/index'
import { BlobSource } from '../../../../../src/core/tar/source'
import { tarOf } from '../../../../fixtures/tar'

const edit = { at: 0, length: 1, hex: '00' }

const tar = await indexTar(new BlobSource(new Blob([tarOf([])]), ''))

function noted(said: number, gain: number, edits = 0): Noted {
  const stored = { file: '', entry: '', blob: new Blob(), encoding: 'tar' } as const
  const item = { kind: 'held', digest: 'sha256:0', payloads: [], tar, stored } as const
  const placed = {
    item,
    size: 0,
    recipe: undefined,
    edits: new Array<typeof edit>(edits).fill(edit),
    fills: [],
  }
  return { placed, said, gain }
}

test('a note speaks of all that it has room for', () => {
  const all = [noted(100, 1000), noted(NOTE_LIMIT.bytes / 2, 1)]
  expect(notable(all)).toBe(all)
})

test('of more it speaks of what saves most for what it says, in the order of the archive', () => {
  const third = NOTE_LIMIT.bytes / 3
  const [little, most, least, some] = [
    noted(10, 90),
    noted(third, 9 * third),
    noted(third, 10),
    noted(third, 2 * third),
  ]
  expect(notable([little, most, least, some])).toEqual([little, most, some])
})

test('it holds no more edits and fills than it may, either', () => {
  const half = NOTE_LIMIT.changes / 2
  const [small, large, other] = [noted(10, 100, half), noted(10, 200, half), noted(10, 10, 1)]
  expect(notable([small, large, other])).toEqual([large, other])
})

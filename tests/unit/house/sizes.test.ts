import { expect, test } from 'vitest'
import { filesIn } from '../../house/files'

const lines = [...filesIn('src')]
  .map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }))
  .sort((one, other) => one.lines - other.lines)

test('half of all files are read on one screen: the median is below 90 lines', () => {
  expect(lines[Math.floor(lines.length / 2)]!.lines).toBeLessThan(90)
})

test('no file is longer than 250 lines', () => {
  expect(lines.filter(({ lines }) => lines > 250)).toEqual([])
})

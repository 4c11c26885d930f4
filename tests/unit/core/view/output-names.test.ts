import { expect, test } from 'vitest'
import { safeBaseName } from '../../../../src/core/view/output-names'

test.each([
  ['usr/bin/main', 'main'],
  ['etc/.bashrc', 'bashrc'],
  ['a/..', 'file'],
  ['a/con:*?"<|>\\b', 'con________b'],
  ['a/\u0007bell\u202egpj.exe', '_bell_gpj.exe'],
  ['a/ blank', '_blank'],
  [`a/${'名'.repeat(100)}.txt`, `${'名'.repeat(56)}.txt`],
])('%s is saved as %s', (path, name) => {
  expect(safeBaseName(path)).toBe(name)
  expect(new TextEncoder().encode(safeBaseName(path)).length).toBeLessThanOrEqual(255)
})

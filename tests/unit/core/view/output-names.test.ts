import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprintName, safeBaseName, safeName, slimName, wholeName } from '../../../../src/core/view/output-names'

const bytesIn = (text: string) => new TextEncoder().encode(text).length

test.each([
  ['usr/bin/main', 'main'],
  ['etc/.bashrc', 'bashrc'],
  ['a/..', 'file'],
  ['a/con:*?"<|>\\b', 'con________b'],
  ['a/\u0007bell\u202egpj.exe', '_bell_gpj.exe'],
  ['a/ blank', '_blank'],
  [`a/${'名'.repeat(100)}.txt`, `${'名'.repeat(78)}.txt`],
  [`a/${'名'.repeat(100)}`, '名'.repeat(79)],
  ['a/con', 'con_'],
  ['a/NUL.txt', 'NUL_.txt'],
  ['a/com1.tar.gz', 'com1_.tar.gz'],
  ['a/LPT³', 'LPT³_'],
  ['a/console', 'console'],
  ['a/ends. . ', 'ends'],
  ['a/caf\udce9', 'caf_'],
  ['a/line\u2028end', 'line_end'],
])('%s is saved as %s', (path, name) => {
  expect(safeBaseName(path)).toBe(name)
})

test.each([
  ['app.tar', 'app.slim.tar'],
  ['app.slim.tar', 'app.slim.tar'],
  ['app.tar.gz', 'app.slim.tar'],
  ['aux.tar', 'aux_.slim.tar'],
  ['.tar', 'image.slim.tar'],
  [`${'n'.repeat(300)}.tar`, `${'n'.repeat(230)}.slim.tar`],
  [`${'n'.repeat(229)}\u{1f469}\u200d\u{1f680}.tar`, `${'n'.repeat(229)}.slim.tar`],
])('%s is slimmed to %s', (name, slim) => {
  expect(slimName(name)).toBe(slim)
})

test('whatever a file is called, its outputs can be saved, their ends with them', () => {
  const names = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 400 }))
  fc.assert(
    fc.property(names, (name) => {
      for (const [output, end] of [
        [slimName(name), '.slim.tar'],
        [fingerprintName(name), '.fingerprint.tar'],
      ] as const) {
        expect(output.endsWith(end)).toBe(true)
        expect(output.length).toBeGreaterThan(end.length)
        for (const beside of ['.gz', '.gz.part-01', '.gz.parts.sha256'])
          expect(bytesIn(output + beside)).toBeLessThanOrEqual(255)
        expect(output).toBe(safeName(output))
      }
      expect(bytesIn(safeBaseName(name))).toBeLessThanOrEqual(255)
    }),
  )
})

test.each([
  ['app.slim.tar', 'app.tar'],
  ['app.slim.tar.gz', 'app.tar'],
  ['app.tar', 'app.whole.tar'],
  ['.slim.tar', 'slim.whole.tar'],
])('%s, whole again, is saved as %s', (name, whole) => {
  expect(wholeName(name)).toBe(whole)
})

import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OldSpace } from '../../../../../src/core/delta/old-space'
import { rebuilt } from '../../../../../src/core/delta/rebuild'
import { readMeText, restorePl, restorePy } from '../../../../../src/core/handover/restore-scripts'
import { compactArchive, recipeOf, type Part } from '../../../../fixtures/compact-archives'
import { meaningOf, OLD, plainSegment, SOURCES, type PlainSegment } from '../../../../fixtures/recipes'
import { Desk, languages } from '../../../../fixtures/restoring-by-script'
import { tarOf, utf8, type Member } from '../../../../fixtures/tar'

const desk = new Desk()
const sources = [OLD.subarray(0, SOURCES[0]), OLD.subarray(SOURCES[0])]
const held = utf8('a layer that stays as it is '.repeat(60))
const blob = utf8('bytes under their digest '.repeat(70))
desk.put(
  'base 1.tar',
  tarOf([
    { name: 'one/layer.tar', body: sources[0]! },
    { name: 'held.tar', body: held },
  ]),
)
desk.put(
  '-two.tar',
  tarOf([
    { name: 'b', body: blob },
    { name: 'two/layer.tar', body: sources[1]! },
  ]),
)

const LONG = `${'long/'.repeat(30)}layer.tar`

/** How writers write headers: what the frame's edits have to put back. */
const notation: fc.Arbitrary<Omit<Member, 'body'>> = fc.constantFrom<Omit<Member, 'body'>>(
  { name: 'layer.tar' },
  { name: 'a layer.tar', format: 'v7' },
  { name: LONG, format: 'gnu', sizeAs: 'base-256' },
  { name: LONG, format: 'pax' },
  { name: LONG, format: 'pax', sizeAs: 'pax' },
  { name: '层.tar', format: 'ustar', sizeAs: 'base-256' },
)

const bytesOfLayer = (segments: readonly PlainSegment[]) => Uint8Array.from(segments.flatMap(meaningOf))

const archive = fc
  .record({
    layers: fc.array(fc.array(plainSegment, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    notations: fc.array(notation, { minLength: 6, maxLength: 6 }),
    codec: fc.constantFrom('gzip', 'zstd'),
    frame: fc.constantFrom('plain', 'gzip', 'zstd'),
    twice: fc.boolean(),
  })
  .map(({ layers, notations: [first, second, third, ...rest], codec, frame, twice }) => {
    const changed = layers.map((from, at): Part => ({ member: { ...rest[at]!, body: bytesOfLayer(from) }, from }))
    const parts: Part[] = [
      ...changed,
      { member: { ...first!, body: held }, from: 'held' },
      { member: { name: 'new.tar', body: 'as it is '.repeat(99) } },
      ...(twice ? [{ ...changed[0]!, member: { ...second!, body: changed[0]!.member.body! } }] : []),
      { member: { name: 'link', type: '2', link: 'new.tar' } },
      { member: { ...third!, body: blob }, from: 'blob' },
      { member: { name: 'manifest.json', body: '[]' } },
    ]
    return { layers, ...compactArchive({ parts, sources, codec, frame }) }
  })

async function* once(bytes: Uint8Array) {
  yield bytes
}

async function byThePage(segments: readonly PlainSegment[]): Promise<Buffer> {
  const { ops, literals } = recipeOf(segments)
  const announced = { size: bytesOfLayer(segments).length, literals: literals.length, segments: segments.length }
  const pieces: Uint8Array[] = []
  const old = new OldSpace(sources.map((bytes) => new Blob([bytes])))
  for await (const piece of rebuilt(announced, once(ops), once(literals), old)) pieces.push(piece.slice())
  return Buffer.concat(pieces)
}

test('page, perl and python make the same archive of random recipes, which is the original', async () => {
  await fc.assert(
    fc.asyncProperty(archive, async ({ layers, whole, members }) => {
      desk.put('app 1.compact.tar', tarOf(members))
      const { state, out, said } = await desk.runBoth(['app 1.compact.tar', 'base 1.tar', './-two.tar'])
      expect([state, said]).toEqual([0, expect.stringMatching(/^OK: [0-9]+ bytes, sha256:[0-9a-f]{64}\n$/)])
      expect(out.equals(whole)).toBe(true)
      for (const segments of layers) {
        const page = await byThePage(segments)
        expect(page.equals(bytesOfLayer(segments))).toBe(true)
        expect(page.length === 0 || out.includes(page)).toBe(true)
      }
    }),
    { numRuns: 40 },
  )
})

describe('they ask for little', () => {
  test('perl takes the one with warnings, python the other by the grammar of 3.6', () => {
    for (const path of [restorePl.name]) execFileSync('perl', ['-wc', desk.path(path)], { stdio: 'pipe' })
    const grammar = 'import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 6))'
    execFileSync('python3', ['-c', grammar, desk.path(restorePy.name)], { stdio: 'pipe' })
  })

  test('no modules but what a bare perl has, no package but the standard library', () => {
    const used = [...restorePl.text.matchAll(/^\s*(?:use|require) ([^;]+);/gm)].map(([, name]) => name)
    expect(used).toEqual(['5.010', 'strict', 'warnings'])
    const imported = [...restorePy.text.matchAll(/^\s*(?:import|from) (\w+)/gm)].map(([, name]) => name)
    const standard = [
      'collections',
      'contextlib',
      'hashlib',
      'os',
      're',
      'shutil',
      'signal',
      'subprocess',
      'sys',
      'tempfile',
      'threading',
      'zlib',
    ]
    expect(imported).toEqual(standard)
  })

  test.each(languages)('%s without files says how it is used', async (language) => {
    const { state, said } = await desk.run(language, ['--help'])
    expect([state, said]).toEqual([2, expect.stringContaining('--check COMPACT BASE')])
  })

  test('the text beside them says how, in both languages', () => {
    for (const { name } of [restorePl, restorePy]) expect(readMeText.text.split(name).length).toBeGreaterThan(2)
    expect(readMeText.text).toContain('docker load')
  })
})

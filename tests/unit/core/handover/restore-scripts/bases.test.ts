import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Part } from '../../../../fixtures/compact-archives'
import { example, heldLayer, sources } from '../../../../fixtures/compact-example'
import { digestOf, hexOf } from '../../../../fixtures/layers'
import { pack } from '../../../../fixtures/packing'
import { Desk } from '../../../../fixtures/restoring-by-script'
import { bytesOf, concat, paxBody, tarOf, utf8, type Bytes, type Member } from '../../../../fixtures/tar'

const desk = new Desk()
const { whole, members } = example()
desk.put('app.compact.tar', tarOf(members))

const layers = [...sources, heldLayer]
const hexes = layers.map((layer) => hexOf(digestOf(layer)))

/** The layers under names of some kind, beside what else stands in an archive. */
const holding = (memberOf: (layer: Uint8Array, at: number) => Member, packed = (layer: Uint8Array) => layer): Bytes =>
  tarOf([
    { name: 'a/', type: '5' },
    { name: 'strange', body: 'x'.repeat(heldLayer.length) },
    ...layers.map((layer, at) => memberOf(packed(layer), at)),
    { name: 'a/link.tar', type: '2', link: '../b/layer.tar' },
    { name: 'a/hard.tar', type: '1', link: 'b/layer.tar', size: 700 },
    { name: 'manifest.json', body: '[]' },
  ])

const plain = holding((body, at) => ({ name: `${at}/layer.tar`, body }))

const inMembers = (bytes: Bytes, size: number): Bytes =>
  concat(
    ...Array.from({ length: bytes.length / size + 1 }, (_, at) => gzipSync(bytes.slice(at * size, at * size + size))),
  )

const LONG = 'deep/'.repeat(40)

async function isWhole(...bases: readonly string[]): Promise<void> {
  const { state, out, said } = await desk.runBoth(['app.compact.tar', ...bases])
  expect([state, said]).toEqual([0, expect.stringContaining('OK: ')])
  expect(out.equals(whole)).toBe(true)
}

test.each<[string, Bytes]>([
  ['an old docker-archive', plain],
  ['names that are the diff ID', holding((body, at) => ({ name: `${hexes[at]}.tar`, body }))],
  ['an OCI layout of plain blobs', holding((body, at) => ({ name: `blobs/sha256/${hexes[at]}`, body }))],
  ['blobs of gzip', holding((body, at) => ({ name: `blobs/sha256/${at}`, body }), gzipSync)],
  [
    'blobs of zstd',
    holding(
      (body, at) => ({ name: `blobs/sha256/${at}`, body }),
      (layer) => pack('zstd', layer),
    ),
  ],
  ['GNU’s long names', holding((body, at) => ({ name: `${LONG}${at}`, body, format: 'gnu', sizeAs: 'base-256' }))],
  ['PAX names and sizes', holding((body, at) => ({ name: `${LONG}${at}`, body, format: 'pax', sizeAs: 'pax' }))],
  [
    'PAX sizes with zeros before them',
    holding((body, at) => ({ name: `${at}`, body, size: 1, pax: { size: `00${body.length}` } })),
  ],
  ['no end blocks', plain.slice(0, -1024)],
  ['a global header', concat(tarOf([{ name: 'g', type: 'g', body: paxBody({ size: '1' }) }], 0), plain)],
  ['gzip', gzipSync(plain) as Bytes],
  ['gzip in two members', concat(gzipSync(plain.slice(0, 999)), gzipSync(plain.slice(999)))],
  ['gzip in many members, as tools pack file by file', inMembers(plain, 7)],
  ['zstd', pack('zstd', plain) as Bytes],
  ['xz', pack('xz', plain) as Bytes],
  ['bzip2', pack('bzip2', plain) as Bytes],
  [
    'zstd, and blobs of gzip in it',
    pack(
      'zstd',
      holding((body, at) => ({ name: `${at}`, body }), gzipSync),
    ) as Bytes,
  ],
])('a base with %s', async (_, bytes) => {
  desk.put('a base.tar', bytes)
  await isWhole('a base.tar')
})

const other = (bytes: Bytes, at: number): Bytes => bytes.map((byte, place) => (place === at ? byte ^ 1 : byte))

test('a size is the same with zeros before it', async () => {
  const [note, ...others] = members
  const body = new TextDecoder().decode(bytesOf(note!.body)).replace(/^((?:held|source) \S+) /gm, '$1 000')
  desk.put('zeros.tar', tarOf([{ ...note!, body }, ...others]))
  desk.put('base.tar', plain)
  const { state, out } = await desk.runBoth(['zeros.tar', 'base.tar'])
  expect([state, out.equals(whole)]).toEqual([0, true])
})

test('sound bytes count, whatever other entries say in their names', async () => {
  const wrong = holding((body, at) => ({ name: `${hexes[(at + 1) % 3]}.tar`, body }))
  desk.put('names.tar', wrong)
  await isWhole('names.tar')
})

test('several bases, one of them from the standard input', async () => {
  layers.forEach((body, at) => desk.put(`${at}.tar`, tarOf([{ name: 'layer.tar', body }])))
  await isWhole('0.tar', '1.tar', '2.tar')
  const input = gzipSync(readFileSync(desk.path('1.tar')))
  const { state, out } = await desk.runBoth(['app.compact.tar', '0.tar', '-', '2.tar'], { input })
  expect([state, out.equals(whole)]).toEqual([0, true])
})

describe('what one base has damaged is taken from another, and told', () => {
  const bad = sources[0].map((byte, at) => (at === 700 ? byte ^ 1 : byte))
  const served = 'Another archive has that layer, and served. Fetch that base anew (docker save)'
  const told = async (bases: readonly string[]) => {
    const { state, out, said } = await desk.runBoth(['app.compact.tar', ...bases])
    expect([state, out.equals(whole)]).toEqual([0, true])
    return said.replace(/OK: .*\n$/, '')
  }

  test('where its name tells what it should be', async () => {
    desk.put(
      'good.tar',
      holding((body, at) => ({ name: `blobs/sha256/${hexes[at]}`, body })),
    )
    desk.put('bad.tar', tarOf([{ name: `blobs/sha256/${hexes[0]}`, body: bad }]))
    const what = `bad.tar is damaged: its entry at byte 512 should be sha256:${hexes[0]}, and is ${digestOf(bad)}`
    expect(await told(['bad.tar', 'good.tar'])).toBe(`WARNING: ${what}. ${served}\n`)
    expect(await told(['good.tar', 'bad.tar'])).toBe('')
  })

  test('where it can’t be unpacked', async () => {
    const blob = pack('gzip', sources[0]).slice()
    blob[blob.length - 6]! ^= 1
    desk.put(
      'good.tar',
      holding((body, at) => ({ name: `${at}`, body }), gzipSync),
    )
    desk.put('bad.tar', tarOf([{ name: 'blob', body: blob }]))
    const what = "bad.tar is damaged: gzip can't unpack its entry at byte 512"
    expect(await told(['bad.tar', 'good.tar'])).toBe(`WARNING: ${what}. ${served}\n`)
  })

  test('but nothing of what was left out', async () => {
    desk.put('good.tar', plain)
    desk.put('slim.tar', tarOf(hexes.map((hex) => ({ name: `blobs/sha256/${hex}`, body: '' }))))
    expect(await told(['slim.tar', 'good.tar'])).toBe('')
  })
})

describe('what is wrong with a base is said before a byte is written', () => {
  const refused = async (bases: readonly string[], state: number, said: string) => {
    const outcome = await desk.runBoth(['app.compact.tar', ...bases])
    expect(outcome).toMatchObject({ state, said: expect.stringContaining(`FAILED: ${said}`) })
    expect(outcome.out).toHaveLength(0)
  }

  const missing = (at: number, more = '') => `sha256:${hexes[at]}, ${layers[at]!.length} bytes${more}`
  const lastTwo = [1, 2].toSorted((one, other) => (hexes[one]! < hexes[other]! ? -1 : 1))
  const give = 'Give those that it was made against, as docker save wrote them\n'
  /** Each has its line, and the last line names one. */
  const bothMissing = async (base: string, more = '', todo = give) => {
    const [one, other] = lastTwo.map((at) => missing(at, more))
    const { state, said } = await desk.runBoth(['app.compact.tar', base])
    const last = `FAILED: base missing: none of the archives given holds ${one}, nor 1 more. ${todo}`
    expect([state, said]).toEqual([4, `  ${one}\n  ${other}\n${last}`])
  }

  test('layers that it lacks, all of them', async () => {
    desk.put('some.tar', tarOf([{ name: 'x', body: sources[0] }]))
    await bothMissing('some.tar')
    await refused([], 4, 'base missing')
    desk.put('most.tar', tarOf([sources[1], heldLayer].map((body, at) => ({ name: `${at}`, body }))))
    await refused(['most.tar'], 4, `base missing: none of the archives given holds ${missing(0)}. ${give}`)
  })

  test('a layer that it names, but that was left out or is damaged', async () => {
    const bytes = [sources[0], utf8('x'.repeat(sources[1].length)), utf8('')]
    desk.put('slim.tar', tarOf(bytes.map((body, at) => ({ name: `${hexes[at]}.tar`, body }))))
    const at = 512 + Math.ceil(sources[0].length / 512) * 512 + 512
    const what = `its entry at byte ${at} should be sha256:${hexes[1]}, and is ${digestOf(bytes[1]!)}`
    const todo = `slim.tar is damaged: ${what}. Copy it again\n`
    await bothMissing('slim.tar', ' (slim.tar names it, but its bytes are others)', todo)
  })

  test.each(['gzip', 'zstd'] as const)('a layer that is there, but whose %s is damaged', async (packing) => {
    const blob = pack(packing, sources[0]).slice()
    blob[blob.length - 6]! ^= 1
    const [first, second] = [sources[1], heldLayer].map((body, at) => ({ name: `${at}`, body }))
    desk.put('bad.tar', tarOf([first!, { name: 'blob', body: blob }, second!]))
    const at = 512 + Math.ceil(sources[1].length / 512) * 512 + 512
    const broken = `bad.tar is damaged: ${packing} can't unpack its entry at byte ${at}. Copy it again\n`
    await refused(['bad.tar'], 4, `base missing: none of the archives given holds ${missing(0)}. ${broken}`)
  })

  test.each<[string, number, string, Bytes | undefined]>([
    ['that is compact itself', 4, 'x.tar is a compact archive: restore that one first', tarOf(members)],
    [
      'that is no tar',
      4,
      'x.tar is no tar archive: it begins with 7b 22 61 22 3a 20 31 7d. Give what docker save wrote',
      utf8('{"a": 1}'.repeat(100)),
    ],
    ['that is empty', 4, 'base missing', new Uint8Array()],
    [
      'that is cut off',
      4,
      'x.tar is cut off at byte 5000: an entry goes on to byte 6584. Copy it again',
      plain.slice(0, 5000),
    ],
    [
      'that ends within a header',
      4,
      'x.tar is cut off at byte 700: an entry goes on to byte 1024. Copy it again',
      plain.slice(0, 700),
    ],
    [
      'with no header where one should be',
      4,
      'x.tar is damaged: no tar entry begins at byte 512. Copy it again',
      other(plain, 512 + 148),
    ],
    ['whose packing is cut off', 4, "x.tar is damaged: gzip can't unpack it", gzipSync(plain).subarray(0, -9) as Bytes],
    [
      'whose zstd is cut off',
      4,
      "x.tar is damaged: zstd can't unpack it",
      pack('zstd', plain).subarray(0, -9) as Bytes,
    ],
    ['that is not there', 3, "can't read none.tar: No such file or directory", undefined],
  ])('one %s', async (_, state, said, bytes) => {
    if (bytes) desk.put('x.tar', bytes)
    await refused([bytes ? 'x.tar' : 'none.tar'], state, said)
  })

  test.each([
    ['old GNU', holding((body, at) => ({ name: `${at}`, type: at === 0 ? 'S' : '0', body }))],
    [
      'PAX',
      holding((body, at) => ({ name: `${at}`, body, ...(at === 0 ? { pax: { 'GNU.sparse.major': '1' } } : {}) })),
    ],
  ])('one that was packed with holes (%s)', async (_, bytes) => {
    desk.put('x.tar', bytes)
    const said = /^FAILED: x.tar holds a sparse file at byte [0-9]+\. Pack it anew without tar -S\n$/
    expect(await desk.runBoth(['app.compact.tar', 'x.tar'])).toMatchObject({
      state: 4,
      said: expect.stringMatching(said),
    })
  })

  test('one that is a folder', async () => {
    await refused(['.'], 3, "can't read .: Is a directory\n")
  })
})

test('what stands many times is hashed once, and then with the whole: perl may have to start a program for each', async () => {
  const parts = [0, 1, 2, 3].map((at): Part => ({ member: { name: `${at}/layer.tar`, body: heldLayer }, from: 'held' }))
  desk.put('plain.tar', plain)
  const hashed = async (parts: readonly Part[], saysWhole: boolean) => {
    const { whole, members } = example({ parts, saysWhole })
    desk.put('many.compact.tar', tarOf(members))
    const { env, count } = desk.counting('sha256sum')
    const { state, out } = await desk.run('perl', ['many.compact.tar', 'plain.tar'], {
      env: { ...env, ...desk.bare() },
    })
    expect([state, out.equals(whole)]).toEqual([0, true])
    return count()
  }
  expect(await hashed(parts, true)).toBe(await hashed(parts.slice(0, 1), true))
  expect(await hashed(parts, false)).toBe((await hashed(parts.slice(0, 1), false)) + 3)
})

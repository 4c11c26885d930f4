import fc from 'fast-check'
import { expect, test } from 'vitest'
import { craneArchive, legacyArchive } from '../../../fixtures/docker-archives'
import { digestOf, layerTar, packed, type ImageSpec } from '../../../fixtures/layers'
import { classicArchive, ociOnlyArchive } from '../../../fixtures/oci-archives'
import { destinationOf, slimmed } from '../../../fixtures/opening'
import { readTar } from '../../../fixtures/read-tar'
import { bytesOfSpec, fileOfSpec, scenario } from '../../../fixtures/scenarios'
import { concat, fileOf, globalPax, memberBytes, tarOf, utf8, type Bytes, type Member } from '../../../fixtures/tar'

const app: ImageSpec = { tags: ['app:1'], layers: ['A', 'B', 'C'] }
const base: ImageSpec = { tags: ['base:1'], layers: ['A', 'B'] }
const baseFile = () => fileOf(tarOf(legacyArchive([base])), 'base.tar')

const asIs = async (bytes: Bytes) => slimmed(fileOf(bytes, 'app.tar'), await destinationOf([baseFile()]), 'as-is')

/** What a slim archive's bytes must be: the input's, without the payloads of `shed`, whose headers say so. */
function expected(input: Uint8Array, shed: ReadonlySet<number>, emptied = emptiedOctal): Uint8Array {
  let at = 0
  const parts = readTar(input).flatMap((entry) => {
    if (!shed.has(entry.header)) return []
    const kept = input.subarray(at, entry.at)
    at = entry.next
    return [kept, emptied(input.slice(entry.at, entry.header + 512))]
  })
  return concat(...parts, input.subarray(at))
}

/** The last block's size and checksum fields. */
function emptiedOctal(headers: Uint8Array): Uint8Array {
  return rewritten(headers, utf8('00000000000\0'))
}

function rewritten(headers: Uint8Array, size: Uint8Array): Uint8Array {
  const block = headers.subarray(headers.length - 512)
  block.set(size, 124)
  block.set(utf8('        '), 148)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
  return headers
}

const same = (found: Uint8Array, wanted: Uint8Array) => expect(Buffer.compare(found, wanted)).toBe(0)

test('the output differs from the input by removed payloads, sizes and checksums, and by nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async ({ bases, target }) => {
      const { plan, bytes } = await slimmed(fileOfSpec(target), await destinationOf(bases.map(fileOfSpec)), 'as-is')
      const shed = new Set([...plan.shed].map(({ entry }) => entry!.header))
      same(bytes, expected(bytesOfSpec(target), shed))
    }),
    { numRuns: 80 },
  )
})

const long = `${'foreign/'.repeat(20)}${'n'.repeat(90)}`

/** What else may lie in an archive that people packed by hand. */
const foreign: readonly Member[] = [
  globalPax({ comment: 'by git archive', path: 'manifest.json' }),
  { name: long, format: 'gnu', body: 'long' },
  { name: long, format: 'pax', body: 'long too', pax: { mtime: '-1.5', 'SCHILY.xattr.user.x': 'a=b\nc' } },
  { name: 'dev/null', type: '3', over: [[329, utf8('0000001\0')]] },
  { name: 'dev/sda', type: '4', size: 4096 },
  { name: 'fifo', type: '6' },
  { name: 'hard', type: '1', link: 'nowhere', size: 77 },
  { name: 'soft', type: '2', link: '/etc/passwd' },
  { name: '../outside', body: 'out' },
  { name: 'volume', type: 'V' },
  { name: Uint8Array.of(0x63, 0x61, 0x66, 0xe9), body: 'latin-1' },
  { name: 'nul\0name', body: 'nul' },
  {
    name: 'sparse',
    type: 'S',
    format: 'gnu',
    body: 'z'.repeat(600),
    between: new Uint8Array(512),
    over: [
      [386, utf8('00000000000\x0000000001130\0')],
      [482, Uint8Array.of(1)],
      [483, utf8('00000002000\0')],
    ],
  },
  { name: 'signed', format: 'v7', body: 'old' },
]

test.each([
  ['legacy', legacyArchive([app])],
  ['docker 25', classicArchive([app])],
  ['oci only', ociOnlyArchive([app])],
])('foreign entries in front, between and behind come out byte for byte (%s)', async (_, members) => {
  const mixed = [...foreign, ...members.flatMap((member, at) => [member, foreign[at % foreign.length]!]), ...foreign]
  const input = tarOf(mixed)
  const { plan, bytes } = await asIs(input)
  const shed = new Set([...plan.shed].map(({ entry }) => entry!.header))
  expect(shed.size).toBe(2)
  same(bytes, expected(input, shed))
})

test('the end of the archive stays as it was: none, one block, or much more', async () => {
  for (const end of [0, 512, 10240]) {
    const input = concat(tarOf(legacyArchive([app]), end), end > 1024 ? utf8('and a tail') : new Uint8Array())
    const { plan, bytes } = await asIs(input)
    same(bytes, expected(input, new Set([...plan.shed].map(({ entry }) => entry!.header))))
  }
})

test('an extended header that nothing follows is no reason to lose it', async () => {
  const input = tarOf([...legacyArchive([app]), { name: 'x', type: 'x', body: '9 path=x\n' }])
  const { plan, bytes } = await asIs(input)
  same(bytes, expected(input, new Set([...plan.shed].map(({ entry }) => entry!.header))))
})

const layerName = /layer\.tar$/

test('a size in base-256 becomes a zero in base-256', async () => {
  const members = legacyArchive([app]).map((member) =>
    layerName.test(String(member.name)) ? { ...member, sizeAs: 'base-256' as const } : member,
  )
  const { plan, bytes } = await asIs(tarOf(members))
  const zero = Uint8Array.of(0x80, ...new Uint8Array(11))
  const shed = new Set([...plan.shed].map(({ entry }) => entry!.header))
  expect(shed.size).toBe(2)
  same(
    bytes,
    expected(tarOf(members), shed, (headers) => rewritten(headers, zero)),
  )
})

test('a size in a PAX record becomes zeros of equal length, so that nothing moves', async () => {
  const members = legacyArchive([app]).map((member) =>
    layerName.test(String(member.name))
      ? { ...member, sizeAs: 'pax' as const, format: 'pax' as const, pax: { comment: 'size=12' } }
      : member,
  )
  const size = String(layerTar('A').length)
  const { plan, bytes } = await asIs(tarOf(members))
  const zeroed = (headers: Uint8Array) => {
    const text = Buffer.from(headers).toString('latin1')
    const at = text.indexOf(` size=${size}\n`) + ' size='.length
    headers.set(utf8('0'.repeat(size.length)), at)
    return rewritten(headers, utf8('00000000000\0'))
  }
  const shed = new Set([...plan.shed].map(({ entry }) => entry!.header))
  expect(shed.size).toBe(2)
  same(bytes, expected(tarOf(members), shed, zeroed))
  expect(
    readTar(bytes)
      .filter(({ name }) => layerName.test(name))
      .map(({ body }) => body.length),
  ).toEqual(expect.arrayContaining([0, 0, layerTar('C').length]))
})

test('a size both in the record and in the header becomes zero in both', async () => {
  const members = legacyArchive([app]).map((member) =>
    layerName.test(String(member.name))
      ? { ...member, format: 'pax' as const, pax: { size: String(layerTar('A').length) } }
      : member,
  )
  const { bytes } = await asIs(tarOf(members))
  const sizes = readTar(bytes).filter(({ name }) => layerName.test(name)).map(({ body }) => body.length) // prettier-ignore
  expect(sizes).toEqual([0, 0, layerTar('C').length])
})

test('digits keep their notation: spaces and missing zeros stay', async () => {
  const octal = layerTar('A').length.toString(8)
  const field = utf8(octal.padStart(11, ' ') + ' ')
  const members = legacyArchive([app]).map((member) =>
    layerName.test(String(member.name)) ? { ...member, over: [[124, field]] as const } : member,
  )
  const { plan, bytes } = await asIs(tarOf(members))
  const shed = new Set([...plan.shed].map(({ entry }) => entry!.header))
  const zeros = utf8('0'.repeat(octal.length).padStart(11, ' ') + ' ')
  same(
    bytes,
    expected(tarOf(members), shed, (headers) => rewritten(headers, zeros)),
  )
})

test('crane’s compressed layers are emptied under their own names', async () => {
  const { bytes } = await asIs(tarOf(craneArchive([app])))
  const layers = readTar(bytes).filter(({ name }) => name.endsWith('.tar.gz'))
  expect(layers.map(({ name }) => `sha256:${name.slice(0, 64)}`)).toEqual(
    ['A', 'B', 'C'].map((letter) => digestOf(packed(letter, 'gzip'))),
  )
  expect(layers.map(({ body }) => body.length)).toEqual([0, 0, packed('C', 'gzip').length])
})

test('a member that is written twice: the last one counts, and the first stays as it was', async () => {
  const [name] = legacyArchive([app]).flatMap(({ name }) => (layerName.test(String(name)) ? [String(name)] : []))
  const stale = memberBytes({ name: name!, body: 'stale' })
  const input = concat(stale, tarOf(legacyArchive([app])))
  const { bytes } = await asIs(input)
  same(bytes.subarray(0, stale.length), stale)
  const found = readTar(bytes).filter((entry) => entry.name === name)
  expect(found.map(({ body }) => body.length)).toEqual([5, 0])
})

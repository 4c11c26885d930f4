import { expect, test } from 'vitest'
import { legacyArchive, podmanArchive } from '../../../fixtures/docker-archives'
import { diffIdOf, hexOf, idOf } from '../../../fixtures/layers'
import { faultOf, openArchive, openMembers } from '../../../fixtures/opening'
import { bytesOf, concat, fileOf, headerBytes, tarOf, utf8, type Bytes, type Member } from '../../../fixtures/tar'

/** A docker-archive whose JSON or paths are not what they should be. */
const image = { tags: ['app:1'], layers: ['A', 'B'] }
const members = podmanArchive([image])
const config = `${hexOf(idOf(image))}.json`
const layer = `${hexOf(diffIdOf('A'))}.tar`
const item = {
  Config: config,
  RepoTags: ['app:1'],
  Layers: ['A', 'B'].map((letter) => `${hexOf(diffIdOf(letter))}.tar`),
}

const faultIn = (input: readonly Member[]) => faultOf(openMembers(input, 'bad.tar'))

const withFile = (name: string, body: string | Uint8Array): Member[] =>
  members.map((member) => (member.name === name ? { ...member, body } : member))

const withList = (list: unknown) => withFile('manifest.json', JSON.stringify(list))

test('the archive itself is sound', async () => {
  expect(await faultIn(withList([item]))).toBeUndefined()
})

test.each([
  ['nothing', ''],
  ['a text', 'manifest'],
  ['cut off', '[{"Config":'],
  ['not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
])('manifest.json is no JSON: %s', async (_, body) => {
  const fault = await faultIn(withFile('manifest.json', body))
  const facts = { file: 'bad.tar', entry: 'manifest.json', offset: expect.any(Number) }
  expect(fault).toMatchObject({ code: 'not-json', facts })
})

test.each<[string, unknown, string]>([
  ['an object', item, '[{"Config"'],
  ['null', null, '[{"Config"'],
  ['a list of strings', ['app:1'], '[0].Config'],
  ['an item without Config', [item, { Layers: [] }], '[1].Config'],
  ['a Config that is a number', [{ ...item, Config: 1 }], '[0].Config'],
  ['Layers that are no list', [{ ...item, Layers: 'layer.tar' }], '[0].Layers'],
  ['Layers that are no strings', [{ ...item, Layers: [null, {}] }], '[0].Layers'],
  ['RepoTags that are no list', [{ ...item, RepoTags: { app: 1 } }], '[0].RepoTags'],
])('manifest.json is %s: what was expected, and where', async (_, list, expected) => {
  const fault = await faultIn(withList(list))
  expect(fault).toMatchObject({
    code: 'bad-manifest',
    facts: { file: 'bad.tar', entry: 'manifest.json', expected: expect.stringContaining(expected) },
  })
})

test('a list of no images is no image', async () => {
  expect(await faultIn(withList([]))).toMatchObject({ code: 'nothing-listed', facts: { entry: 'manifest.json' } })
})

/** The configs that images name and the archive lacks. */
const lostIn = async (members: readonly Member[]) =>
  (await openMembers(members)).findings.flatMap(({ code, facts }) => (code === 'contents-absent' ? [facts.entry] : []))

test('a Config that is absent', async () => {
  expect(await lostIn(withList([{ ...item, Config: 'gone.json' }]))).toEqual(['gone.json'])
})

test.each<[string, string, string]>([
  ['no JSON', '{', 'not-json'],
  ['a list', '[]', 'bad-config'],
  ['without rootfs', '{"os":"linux"}', 'bad-config'],
  ['with diff IDs that are no digests', '{"rootfs":{"diff_ids":["sha256:12","x"]}}', 'bad-config'],
  ['with diff IDs that are no list', '{"rootfs":{"diff_ids":{"0":"x"}}}', 'bad-config'],
])('a config that is %s', async (_, body, code) => {
  expect(await faultIn(withFile(config, body))).toMatchObject({ code, facts: { file: 'bad.tar', entry: config } })
})

/** A header that promises 200 MB, and so much of a file that is all holes. */
test('a manifest.json of 200 MB is refused by its size, unread', async () => {
  const size = 200 * 1024 * 1024
  const header = headerBytes({ name: 'manifest.json', size })
  const holes = new Blob(Array.from({ length: size / (8 * 1024 * 1024) }, () => hole))
  const file = new File([header, holes, new Uint8Array(1024)], 'bad.tar')
  const read = countReads(file)
  const fault = await faultOf(openArchive(file))
  expect(fault).toMatchObject({
    code: 'json-too-large',
    facts: { file: 'bad.tar', entry: 'manifest.json', found: size },
  })
  expect(read.bytes).toBeLessThan(1024 * 1024)
})

const hole = new Blob([new Uint8Array(8 * 1024 * 1024)])

function countReads(file: File): { bytes: number } {
  const count = { bytes: 0 }
  const slice = file.slice.bind(file)
  file.slice = (...range) => {
    const part = slice(...range)
    count.bytes += part.size
    return part
  }
  return count
}

test.each(['../../etc/passwd', 'a/../../etc/passwd', '..', './../x'])(
  'a Config at %j leaves the archive',
  async (path) => {
    const fault = await faultIn(withList([{ ...item, Config: path }]))
    expect(fault).toEqual({ code: 'unsafe-path', facts: { file: 'bad.tar', entry: path } })
  },
)

test('a layer at a path that leaves the archive, though an entry of that name is there', async () => {
  const path = '../../etc/passwd'
  const fault = await faultIn([
    ...withList([{ ...item, Layers: [path, item.Layers[1]] }]),
    { name: path, body: 'root' },
  ])
  expect(fault).toEqual({ code: 'unsafe-path', facts: { file: 'bad.tar', entry: path } })
})

test('a link that leaves the archive', async () => {
  const linked = members.map((member) =>
    member.name === layer ? { name: layer, type: '2', link: '../../shadow' } : member,
  )
  expect(await faultIn(linked)).toMatchObject({ code: 'unsafe-path', facts: { file: 'bad.tar' } })
})

test('an absolute path stays inside of the archive', async () => {
  expect(await lostIn(withList([{ ...item, Config: '/etc/passwd' }]))).toEqual(['/etc/passwd'])
  const linked = members.map((member) =>
    member.name === layer ? { name: layer, type: '2', link: '/etc/passwd' } : member,
  )
  const { findings } = await openMembers(linked)
  expect(findings).toMatchObject([{ code: 'layer-absent', facts: { image: 'app:1' } }])
})

test.each(['1', '2'])('links (type %s) that go round in a circle', async (type) => {
  const circle = members.map((member) => (member.name === layer ? { name: layer, type, link: 'other.tar' } : member))
  const fault = await faultIn([...circle, { name: 'other.tar', type, link: layer }])
  expect(fault).toEqual({ code: 'link-loop', facts: { file: 'bad.tar', entry: layer } })
})

test.each(['1', '2'])('a link (type %s) to itself', async (type) => {
  const fault = await faultIn([...members, { name: 'manifest.json', type, link: 'manifest.json' }])
  expect(fault).toEqual({ code: 'link-loop', facts: { file: 'bad.tar', entry: 'manifest.json' } })
})

test('a circle that no image names is nobody’s business', async () => {
  expect(
    await faultIn([...members, { name: 'a', type: '2', link: 'b' }, { name: 'b', type: '2', link: 'a' }]),
  ).toBeUndefined()
})

const octal = (value: number) => `${value.toString(8).padStart(11, '0')}\0`

test.each<[string, (body: Bytes) => Partial<Member>]>([
  [
    'old GNU',
    ({ length }) => ({
      type: 'S',
      format: 'gnu',
      over: [
        [386, utf8(octal(0) + octal(length))],
        [483, utf8(octal(length + 512))],
      ],
    }),
  ],
  [
    'PAX',
    (body) => ({
      format: 'pax',
      pax: { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': String(body.length + 512) },
      body: concat(utf8(`1\n0\n${body.length}\n`.padEnd(512, '\0')), body),
    }),
  ],
])('a sparse layer (%s)', async (_, sparse) => {
  const input = members.map((member) =>
    member.name === layer ? { ...member, ...sparse(bytesOf(member.body ?? '')) } : member,
  )
  expect(await faultIn(input)).toEqual({ code: 'sparse-layer', facts: { file: 'bad.tar', entry: layer } })
})

test('a layer that is a device, a folder or a pipe is not there', async () => {
  for (const type of ['3', '5', '6']) {
    const input = members.map((member) => (member.name === layer ? { name: layer, type } : member))
    const { findings } = await openMembers(input)
    expect(findings.map(({ code }) => code)).toEqual(['layer-absent'])
  }
})

test('hostile names in the JSON stay text', async () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty']
  for (const name of names) expect(await lostIn(withList([{ ...item, Config: name }]))).toEqual([name])
  const polluted = withFile(
    'manifest.json',
    `[{"__proto__": {"Config": "x"}, "Config": "${config}", "RepoTags": ["__proto__"], "Layers": []}]`,
  )
  expect((await openMembers(polluted)).images[0]?.tags).toEqual(['__proto__'])
})

test('JSON that nests a hundred thousand deep ends in a word, not in a crash', async () => {
  const fault = await faultIn(withFile('manifest.json', '['.repeat(100_000) + ']'.repeat(100_000)))
  expect(fault?.code).toBe('bad-manifest')
  expect(fault?.facts).toMatchObject({ file: 'bad.tar', entry: 'manifest.json' })
})

test('a config that is cut off with the archive', async () => {
  const whole = tarOf([...legacyArchive([image]).filter(({ name }) => name !== config)])
  const cut = concat(
    whole.subarray(0, whole.length - 1024),
    headerBytes({ name: config, size: 5000 }),
    utf8('{"rootfs"'),
  )
  const fault = await faultOf(openArchive(fileOf(cut, 'bad.tar')))
  expect(fault).toMatchObject({ code: 'truncated-payload', facts: { file: 'bad.tar', entry: config, expected: 5000 } })
})

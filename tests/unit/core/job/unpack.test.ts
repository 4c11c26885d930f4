import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readArchive } from '../../../../src/core/image/archive'
import { indexOf } from '../../../../src/core/tar/outline'
import { memory } from '../../../fixtures/cases'
import type { Sink } from '../../../../src/core/compression/sink'
import { fingerprint } from '../../../../src/core/job/fingerprint'
import { planOf, slim } from '../../../../src/core/job/slim'
import { unpack, type Unpacked, type UnpackOptions } from '../../../../src/core/job/unpack'
import { inDirectory } from '../../../fixtures/gnu-tar'
import { destinationOf, faultOf, openSample, sampleFile } from '../../../fixtures/opening'
import { concat, fileOf, tarOf } from '../../../fixtures/tar'

const PLAIN = 'tests/fixtures/docker20-ip-server.tar'
const packed = ['gz', 'zst', 'xz', 'bz2'].map((ending) => `docker20-ip-server.tar.${ending}`)

const options = (more: Partial<UnpackOptions> = {}): UnpackOptions => ({ scratch: memory, onRead: () => {}, ...more })

function archiveIn(unpacked: Unpacked) {
  if (unpacked.kind !== 'archive') throw new Error(unpacked.kind)
  return unpacked
}

const bytesOf = async (blob: Blob | undefined) => Buffer.from(blob ? await blob.arrayBuffer() : new ArrayBuffer())

/** What a shell makes of the plain sample, as a file of the given name. */
const made = (name: string, command: string) =>
  inDirectory((at) => {
    writeFileSync(`${at}/image.tar`, readFileSync(PLAIN))
    execFileSync('sh', ['-c', command], { cwd: at, stdio: ['ignore', 'ignore', 'inherit'] })
    return fileOf(readFileSync(`${at}/${name}`), name)
  })

test.each([...packed, 'docker20-ip-server.zip'])('%s: a target’s plain bytes are kept whole', async (name) => {
  const unpacked = archiveIn(await unpack(await sampleFile(name), options({ sink: memory() })))
  expect((await bytesOf(unpacked.plain)).equals(readFileSync(PLAIN))).toBe(true)
  expect(unpacked.outline.size).toBe(readFileSync(PLAIN).length)
})

test.each([...packed, 'docker20-ip-server.zip'])(
  '%s: a base goes by, and reads as the plain one does',
  async (name) => {
    const unpacked = archiveIn(await unpack(await sampleFile(name), options()))
    expect(unpacked.plain).toBeUndefined()
    const archive = await readArchive(indexOf(unpacked.outline, await sampleFile('docker20-ip-server.tar')))
    const plain = await openSample('docker20-ip-server.tar')
    expect(archive.images).toEqual(plain.images)
    expect(archive.findings).toEqual(plain.findings)
  },
)

test('of a base no layer’s bytes are held', async () => {
  const { outline } = archiveIn(await unpack(await sampleFile('docker20-ip-server.tar.gz'), options()))
  const held = [...outline.members.values()].reduce((sum, { length }) => sum + length, 0)
  expect(held).toBeLessThan(12_000)
  const archive = await readArchive(indexOf(outline, undefined))
  const layers = archive.images.flatMap((image) => image.layers)
  expect(layers.map(({ payload }) => [payload.state, payload.bytes])).toEqual(layers.map(() => ['whole', undefined]))
  const job = { archive, destination: await destinationOf([await sampleFile('docker20-base.tar')]) }
  for (const form of ['universal', 'as-is'] as const) {
    const attempt = slim({ ...job, form }, planOf({ ...job, form }))
    await expect(attempt).rejects.toMatchObject({ code: 'bytes-not-kept', facts: { file: outline.name } })
  }
  await expect(fingerprint(archive)).resolves.toBeDefined()
})

test('a zip of several archives asks which; the answer is taken', async () => {
  const zip = await made(
    'two.zip',
    'cp image.tar other.tar && echo read me > README && zip -q two.zip image.tar other.tar README',
  )
  const asked = await unpack(zip, options())
  expect(asked).toMatchObject({ kind: 'choice', members: [{ name: 'image.tar' }, { name: 'other.tar' }] })
  const { plain } = archiveIn(await unpack(zip, options({ member: 'other.tar', sink: memory() })))
  expect((await bytesOf(plain)).equals(readFileSync(PLAIN))).toBe(true)
})

test.each([
  ['stored', 'zip -q -0 a.zip image.tar'],
  ['deflated', 'zip -q -9 a.zip image.tar'],
  ['in zip64 form', 'zip -q -fz a.zip image.tar'],
  [
    'beside what macOS keeps of it',
    'mkdir __MACOSX && echo x > __MACOSX/._image.tar && zip -q a.zip image.tar __MACOSX/._image.tar',
  ],
  ['in a folder of an odd name', 'mkdir -p "ö 好/b" && cp image.tar "ö 好/b" && zip -q -r a.zip "ö 好"'],
  ['packed once more', 'gzip -k image.tar && zip -q a.zip image.tar.gz'],
  ['packed once more by xz', 'xz -k image.tar && zip -q -0 a.zip image.tar.xz'],
])('a zip with the archive %s', async (_, command) => {
  const { plain } = archiveIn(await unpack(await made('a.zip', command), options({ sink: memory() })))
  expect((await bytesOf(plain)).equals(readFileSync(PLAIN))).toBe(true)
})

test.each([
  ['an encrypted zip', 'a.zip', 'zip -q -P secret a.zip image.tar', 'zip-encrypted'],
  ['a zip of nothing', 'a.zip', 'mkdir d && zip -q -r a.zip d', 'zip-without-archive'],
  ['a zip cut off', 'a.zip', 'zip -q b.zip image.tar && head -c 5000 b.zip > a.zip', 'bad-zip'],
  ['a gzip cut off', 'a.gz', 'gzip -c image.tar | head -c 30000 > a.gz', 'packed-truncated'],
  ['a gzip of no tar', 'a.gz', 'head -c 5000 /bin/true | gzip > a.gz', 'other-file'],
  ['a gzip of a tar cut off in a layer', 'a.gz', 'head -c 30000 image.tar | gzip > a.gz', 'truncated-payload'],
  ['an xz with a filter', 'a.xz', 'xz -c --x86 --lzma2 image.tar > a.xz', 'xz-filter'],
])('%s', async (_, name, command, code) => {
  const fault = await faultOf(unpack(await made(name, command), options()))
  expect(fault?.code).toBe(code)
  expect(fault?.facts['file']).toBe(name)
})

test('a byte flipped in a zip’s member is seen', async () => {
  const zip = await made('a.zip', 'zip -q a.zip image.tar')
  const bytes = new Uint8Array(await zip.arrayBuffer())
  bytes[40_000] = bytes[40_000]! ^ 0x55
  expect((await faultOf(unpack(fileOf(bytes, 'a.zip'), options())))?.code).toBe('bad-zip')
})

test('what goes on for ever behind an archive’s end is given up', async () => {
  const bomb = await made('a.bz2', 'head -c 80000000 /dev/zero | cat image.tar - | bzip2 -1 > a.bz2')
  expect((await faultOf(unpack(bomb, options())))?.code).toBe('decompression-bomb')
})

test('a sink that knows that it is too small stops the work at the header that says so', async () => {
  const written: number[] = []
  const sink: Sink = {
    ...memory(),
    write: async ({ length }) => void written.push(length),
    expect: (bytes) => {
      if (bytes > 200_000) throw new Error(`no room for ${bytes}`)
    },
  }
  const layer = new Uint8Array(20_000_000)
  const tar = tarOf([{ name: 'layer.tar', body: layer }])
  const file = await inDirectory((at) => {
    writeFileSync(`${at}/a.tar`, concat(tar))
    execFileSync('gzip', ['-1', `${at}/a.tar`])
    return fileOf(readFileSync(`${at}/a.tar.gz`), 'a.tar.gz')
  })
  await expect(unpack(file, options({ sink }))).rejects.toThrow('no room for 20000768')
  expect(written.reduce((sum, length) => sum + length, 0)).toBeLessThan(2_000_000)
})

test('progress counts the packed file’s bytes up to its end', async () => {
  const file = await sampleFile('docker20-ip-server.tar.gz')
  const read: number[] = []
  await unpack(file, options({ onRead: (bytes) => read.push(bytes) }))
  expect(read.at(-1)).toBe(file.size)
  expect(read).toEqual([...read].sort((a, b) => a - b))
})

test('work stops when progress throws', async () => {
  const stop = () => {
    throw new DOMException('stop', 'AbortError')
  }
  for (const name of packed)
    await expect(unpack(await sampleFile(name), options({ onRead: stop }))).rejects.toThrow('stop')
})

test('a zip tells its member’s size: a sink that is too small for it takes nothing', async () => {
  const sink: Sink = {
    ...memory(),
    write: () => Promise.reject(new Error('written to')),
    expect: (bytes) => {
      if (bytes > 100_000) throw new Error(`no room for ${bytes}`)
    },
  }
  await expect(unpack(await sampleFile('docker20-ip-server.zip'), options({ sink }))).rejects.toThrow(
    `no room for ${readFileSync(PLAIN).length}`,
  )
})

test('a packed archive that ends behind an extended header is read as the plain one is', async () => {
  const last = { name: 'x', type: 'x', body: '13 comment=x\n' }
  const bytes = tarOf([{ name: 'manifest.json', body: '[]' }, last])
  const unpacked = archiveIn(await unpack(fileOf(new Uint8Array(gzipSync(bytes)), 'image.tar.gz'), options()))
  expect(unpacked.outline.entries.map(({ name }) => name)).toEqual(['manifest.json'])
  expect(unpacked.outline.size).toBe(bytes.length)
})

test('what is packed within something packed within something packed is left to the user', async () => {
  const times = (many: number) => {
    let bytes: Uint8Array = readFileSync(PLAIN)
    for (let time = 0; time < many; time++) bytes = gzipSync(bytes)
    return fileOf(bytes, 'image.tar.gz')
  }
  const places: Sink[] = []
  const scratch = () => {
    places.push(memory())
    return places.at(-1)!
  }
  expect(await unpack(times(2), options({ scratch }))).toMatchObject({ kind: 'archive' })
  expect(places).toHaveLength(1)
  expect(await faultOf(unpack(times(3), options({ scratch })))).toMatchObject({ code: 'archive-within' })
  expect(places).toHaveLength(2)
})

import { openAsBlob, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ArchiveError } from '../../../../src/core/errors'
import type { ImageArchive } from '../../../../src/core/image/model'
import type { OciIndex } from '../../../../src/core/image/oci'
import { nameInIndex, REF_ANNOTATION } from '../../../../src/core/image/reference'
import { BLOCK } from '../../../../src/core/tar/header'
import { sample } from '../../../engines/samples'
import { checkedArchive, hashed } from '../../../fixtures/checking'
import { openArchive } from '../../../fixtures/opening'
import { toHash } from '../../../../src/core/check/to-hash'
import { fileOf } from '../../../fixtures/tar'

/** So many places in all. */
const PLACES = 500

const archives = [
  'docker20-ip-server.tar',
  'docker28-classic-ip-server.tar',
  'docker28-containerd-gzip-ip-server.tar',
  'podman4-docker-archive-ip-server.tar',
  'skopeo-oci-gzip-ip-server.tar',
]

const regions = ['header', 'padding', 'JSON', 'VERSION', 'layer', 'gzip trailer'] as const
type Region = (typeof regions)[number]

/** The bytes of each region, as stretches. */
function stretches({ tar }: ImageArchive): Record<Region, (readonly [number, number])[]> {
  const found: Record<Region, (readonly [number, number])[]> = {
    header: [],
    padding: [[tar.end.end, tar.size]],
    JSON: [],
    VERSION: [],
    layer: [],
    'gzip trailer': [],
  }
  for (const { at, start, size, next, magic } of tar.entries) {
    found.header.push([at, start])
    if (next > start + size) found.padding.push([start + size, next])
    if (size === 0) continue
    const isJson = magic >>> 24 === 0x7b || magic >>> 24 === 0x5b
    found[isJson ? 'JSON' : size < 100 ? 'VERSION' : 'layer'].push([start, start + size])
    if (magic >>> 16 === 0x1f8b) found['gzip trailer'].push([start + size - 8, start + size])
  }
  return found
}

/** What engines make of an archive: all that they could tell apart. */
async function meaning(archive: ImageArchive): Promise<string> {
  const bytes = new Map((await hashed(toHash(archive))).map((one) => [one.start, one.digest]))
  const tree = (index: OciIndex): unknown =>
    index.children.map(({ descriptor, platform, node }) => ({
      digest: descriptor.digest,
      size: descriptor.size,
      type: descriptor.mediaType,
      name: nameInIndex(descriptor) ?? descriptor.annotations?.[REF_ANNOTATION],
      platform,
      below: node.kind === 'index' ? tree(node) : node.kind,
    }))
  return JSON.stringify({
    images: archive.images.map(({ tags, id, platform, listed, layers }) => ({
      tags,
      id,
      platform,
      listed,
      layers: layers.map(({ diffId, descriptor, payload }) => [
        diffId,
        descriptor,
        payload.entry && bytes.get(payload.entry.start),
      ]),
    })),
    tree: archive.oci && tree(archive.oci.root),
  })
}

/** The same places in every run: a linear congruential generator. */
function random(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
}

/** A name that stands in one member alone, or is gone from one of two, has no second witness: nobody could know better. */
const isLoneName = (before: string, after: string) => {
  const nameless = (text: string) => text.replace(/"(?:name|tags)":(?:"[^"]*"|\[[^\]]*\]),?/g, '')
  return nameless(before) === nameless(after)
}

test.each(archives)('%s: a flipped bit is found, or changes nothing', async (name) => {
  const whole = readFileSync(sample(name))
  const original = await openArchive(Object.assign(await openAsBlob(sample(name)), { name }))
  const meant = await meaning(original)
  const places = stretches(original)
  const next = random(name.length)
  const counted = { found: 0, harmless: 0, lone: 0 }
  const present = regions.filter((region) => places[region].length > 0)
  for (const region of present)
    for (let turn = 0; turn < Math.ceil(PLACES / archives.length / present.length); turn++) {
      const [start, end] = places[region][Math.floor(next() * places[region].length)]!
      const at = start + Math.floor(next() * (end - start))
      const bytes = Uint8Array.from(whole)
      bytes[at] = bytes[at]! ^ (1 << Math.floor(next() * 8))
      const outcome = await outcomeOf(bytes, meant)
      counted[outcome]++
      const told = `${region} at ${at} (block ${Math.floor(at / BLOCK)}): ${JSON.stringify(String.fromCharCode(...whole.subarray(at - 20, at + 20)))}`
      if (outcome === 'lone') expect([told, region]).toEqual([told, 'JSON'])
      if (region === 'layer' || region === 'gzip trailer') expect([told, outcome]).toEqual([told, 'found'])
    }
  expect(counted.found).toBeGreaterThan(0)
})

async function outcomeOf(bytes: Uint8Array, meant: string): Promise<'found' | 'harmless' | 'lone'> {
  try {
    const archive = await openArchive(fileOf(bytes, 'flipped.tar'))
    const report = await checkedArchive(archive)
    if (report.verdict !== 'whole') return 'found'
    const now = await meaning(archive)
    if (now === meant) return 'harmless'
    if (isLoneName(meant, now)) return 'lone'
    throw new Error(`neither found nor harmless:\n${meant}\n${now}`)
  } catch (thrown) {
    // It says so when it is opened.
    if (thrown instanceof ArchiveError) return 'found'
    throw thrown
  }
}

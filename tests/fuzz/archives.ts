import { layoutNames, membersOf, type ArchiveSpec } from '../fixtures/scenarios'
import { blocksOf, mutations } from '../fixtures/mutated-tars'
import { nestedArchive } from '../fixtures/oci-archives'
import type { ImageSpec, Packing } from '../fixtures/layers'
import { concat, tarOf, type Bytes, type Member } from '../fixtures/tar'
import { mutatedBytes } from './bytes'
import type { Chance } from './chance'
import { mutatedMembers } from './members'

/** An archive by chance, what stands below it elsewhere, and what was done to it. */
export interface Drawn {
  readonly bytes: Bytes
  /** Never mutated. */
  readonly base: Bytes
}

export function drawnArchive(chance: Chance): Drawn {
  const images = drawnImages(chance)
  const below = images.map((image, at) => ({
    ...image,
    tags: [`base-${at}:1`],
    layers: image.layers.slice(0, chance.below(image.layers.length + 1)),
  }))
  return { bytes: mutatedArchive(drawnMembers(images, chance), chance), base: tarOf(drawnMembers(below, chance)) }
}

function drawnImages(chance: Chance): ImageSpec[] {
  const stack = Array.from({ length: chance.below(4) }, () => chance.one(LETTERS))
  return Array.from({ length: 1 + chance.below(3) }, (_, at) => ({
    layers: [...stack.slice(0, chance.below(4)), ...Array.from({ length: chance.below(3) }, () => chance.one(LETTERS))],
    tags: [[], [`app-${at}:1`], [`app-${at}:1`, 'localhost:5000/app']][chance.below(3)]!,
    label: chance.one(['', `app ${at}`]),
    packing: chance.one(PACKINGS),
  }))
}

const LETTERS = ['A', 'B', 'C', 'D'] as const
const PACKINGS: readonly Packing[] = ['tar', 'gzip', 'gzip-0', 'zstd']
const PLATFORMS = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64', variant: 'v8' },
] as const

function drawnMembers(images: readonly ImageSpec[], chance: Chance): Member[] {
  if (chance.in(10)) {
    const platforms = PLATFORMS.map((platform, at) => ({
      image: { ...images[at % images.length]!, platform },
      has: chance.one(['all', 'all', 'manifest', 'nothing'] as const),
    }))
    return nestedArchive('app:1', platforms, chance.in(2))
  }
  const layout = chance.one(layoutNames)
  const spec: ArchiveSpec = { layout, images, dotted: chance.in(6), order: chance.in(4) ? chance.below(1000) : 0 }
  const plain = !['containerd store', 'containerd store, docker media types', 'oci only', 'crane'].includes(layout)
  return membersOf(plain ? { ...spec, images: images.map((image) => ({ ...image, packing: 'tar' as const })) } : spec)
}

function mutatedArchive(members: readonly Member[], chance: Chance): Bytes {
  let made = [...members]
  for (let left = chance.below(4); left > 0; left--) made = mutatedMembers(made, chance)
  const bytes = writable(made)
  if (!chance.in(4)) return bytes
  const blocks = blocksOf(bytes)
  for (let left = 1 + chance.below(2); left > 0; left--) chance.one(mutations)(blocks, chance)
  const changed = concat(...blocks)
  return chance.in(4) && changed.length > 0 ? mutatedBytes(changed, chance) : changed
}

/** USTAR can't hold every name. */
const writable = (members: readonly Member[]): Bytes =>
  tarOf(
    members.map((member) =>
      String(member.name).length > 99 || (member.link?.length ?? 0) > 99
        ? { ...member, format: 'gnu' as const }
        : member,
    ),
  )

import { LayerListing } from '../../src/core/layer/listing'
import { Below } from '../../src/core/layer/below'
import { readStored } from '../../src/core/layer/stored'
import { fileOf, tarOf, type Bytes } from '../fixtures/tar'
import * as make from './archives'
import { gzipped, opened, planned, unpacked } from './tasks'
import { storedZip } from './zips'

const { times, hash } = make

/** One costly input: what it is, how it is made, what is done with it, and an ordinary one of its size for the same. */
export interface Costly {
  readonly name: string
  readonly files: () => readonly File[]
  readonly ordinary: (bytes: number) => readonly File[]
  readonly task: (...files: File[]) => Promise<unknown>
}

const archive = (name: string, file: () => File): Costly => ({
  name,
  files: () => [file()],
  ordinary: (bytes) => [make.ordinaryArchive(bytes)],
  task: (file) => opened(file!),
})

/** With itself at the destination: the larger half of what a page does with it. */
const onBothSides = (name: string, file: () => File): Costly => ({
  name: `${name}, on both sides`,
  files: () => [file(), file()],
  ordinary: (bytes) => [make.ordinaryArchive(bytes / 2), make.ordinaryArchive(bytes / 2)],
  task: (target, ...bases) => planned(target!, ...bases),
})

/** Held against an archive that is plain: unpacking is what it costs. */
const packed = (name: string, file: () => File): Costly => ({
  name,
  files: () => [file()],
  ordinary: (bytes) => [make.ordinaryArchive(bytes)],
  task: (file) => unpacked(file!),
})

const layer = (name: string, bytes: () => Bytes): Costly => ({
  name,
  files: () => [fileOf(bytes(), 'layer.tar')],
  ordinary: (size) => [fileOf(tarOf(times(Math.ceil(size / 1024), (at) => ({ name: `usr/lib/${at}`, body: 'x' }))))],
  task: async (file) => {
    const contents = await readStored({ file: 'app.tar', entry: 'layer', blob: file!, encoding: 'tar' })
    const below = new Below()
    below.apply(contents)
    const listing = new LayerListing(contents)
    listing.compared(below.apply(contents))
    listing.show({ text: 'f', show: 'all', order: 'path' })
    return listing.summary()
  },
})

const inspectOf = (images: number, layers: number) =>
  JSON.stringify(
    times(images, (at) => ({
      Id: hash(at),
      RepoTags: [`a:${at}`],
      RootFS: { Layers: times(layers, (layer) => hash(at * layers + layer)) },
    })),
  )
const json = (text: string, name = 'inspect.json') => new File([text], name, { type: 'application/json' })

const sameImage = { Id: hash(1), RootFS: { Layers: [hash(1)] } }

const inventory = (name: string, text: () => string): Costly => ({
  name,
  files: () => [json(text())],
  ordinary: (bytes) => [json(inspectOf(Math.max(1, Math.round(bytes / 800)), 10))],
  task: (file) => opened(file!),
})

const manifests = (count: number) =>
  times(count, (at) =>
    JSON.stringify({
      config: { digest: hash(at), size: 2 },
      layers: [{ mediaType: 'x', digest: hash(1_000_000 + at), size: 3 }],
    }),
  ).join('\n')

export const costly: readonly Costly[] = [
  archive('1,000 images of one config of 1,000 layers', () => make.oneConfig(1_000, 1_000)),
  onBothSides('300 images of one config of 300 layers', () => make.oneConfigWithLayers(300, 300)),
  archive('9,999 images', () => make.manyImages(9_999)),
  archive('9,999 layers', () => make.manyLayers(9_999)),
  archive('9,999 bad tags', () => make.badTags(9_999)),
  onBothSides('9,999 layers', () => make.manyLayers(9_999)),
  onBothSides('9,999 bad tags', () => make.badTags(9_999)),
  onBothSides('2,000 images', () => make.manyImages(2_000)),
  archive('600 manifests of 600 layers, one config', () => make.manyManifests(600, 600, false)),
  archive('300 manifests of 300 layers, each its config', () => make.manyManifests(300, 300, true)),
  archive('40,000 PAX headers in a row', () => fileOf(make.paxInARow(40_000, '13 comment=x\n'))),
  archive('60 PAX headers of 64 KB of sizes in a row', () => fileOf(make.paxInARow(60, make.sizeRecords(64_000)))),
  packed('… gzipped', () => gzipped(make.paxInARow(4_000, make.sizeRecords(15_000)))),
  archive('a link target of 1 MB, named 9,999 times', () => make.longTarget(9_999, 1_000_000)),
  archive('100,000 symlinks in chains', () => make.linkChains(100_000)),
  archive('9,999 layers behind chains of links', () => make.linkedLayers(9_999)),
  archive('one name 100,000 times', () => make.duplicates(100_000)),
  layer('2,000 paths of 2,000 folders in a layer', () => make.deepLayer(1_000, 2_000)),
  inventory('an inventory of 100,000 images', () => inspectOf(100_000, 1)),
  {
    name: 'an inventory of 40,000 images, and 10,000 manifests',
    files: () => [make.ordinaryArchive(20_000), json(inspectOf(40_000, 1)), json(manifests(10_000), 'm.json')],
    ordinary: (bytes) => [make.ordinaryArchive(20_000), json(inspectOf(Math.round(bytes / 800), 10))],
    task: (target, ...bases) => planned(target!, ...bases),
  },
  inventory('an image of 40,000 names', () =>
    JSON.stringify(times(40_000, (at) => ({ ...sameImage, RepoTags: [`a:${at}`] }))),
  ),
  {
    name: 'a base of 9,999 layers below 9,999 images of one',
    files: () => [make.oneLayerImages(9_999), make.manyLayers(9_999)],
    ordinary: (bytes) => [make.ordinaryArchive(bytes / 2), make.ordinaryArchive(bytes / 2)],
    task: (target, ...bases) => planned(target!, ...bases),
  },
  onBothSides('9,999 packings of one layer', () => make.packings(9_999)),
  archive('a name of 1 MB, and 9,999 that are none', () => make.longName(1_000_000, 9_999)),
  archive('a command of 1 MB, in 1,000 images of one config', () => make.longCommand(1_000_000, 1_000)),
  archive('a config called by 1 MB, of 9,999 layers', () => make.longConfigName(1_000_000, 9_999)),
  archive('a layer called by 1 MB, in 9,999 images', () => make.longLayerName(1_000_000, 9_999)),
  inventory('`{}` three million times', () => '{}'.repeat(3_000_000)),
  inventory('JSON nested 100,000 deep', () => '['.repeat(100_000) + ']'.repeat(100_000)),
  packed('70,000 empty bzip2 streams', () => fileOf(emptyBzip2(70_000), 'image.tar.bz2')),
  packed('a zip of 65,000 members', () => fileOf(storedZip(65_000), 'images.zip')),
]

/** `BZh9`, the square root of π, and no sum. */
const emptyBzip2 = (count: number) =>
  new Uint8Array(times(count, () => [0x42, 0x5a, 0x68, 0x39, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0]).flat())

import { ArchiveError } from '../../errors'
import type { NamedBlob } from '../../file'
import { sha256, type Digest } from '../../image/digest'
import type { Descriptor } from '../../image/descriptor'
import { remark, type Finding } from '../../image/finding'
import { LARGEST_JSON } from '../../image/json'
import { firstBytes } from '../../tar/walk'
import { Images, type LooseImage } from './images'
import type { Lack } from './lack'
import { nothingTold } from './lacking'
import { mended } from './mend'
import { jsonValues, type Scanned } from './scan'
import { textOf } from './text'
import type { ToldManifest } from './told'
import { walk, type Walk } from './walk'

/** What one file or paste of JSON says: one host. */
export interface Inventory {
  readonly name: string
  readonly images: readonly LooseImage[]
  readonly manifests: readonly LooseManifest[]
  readonly findings: readonly Finding[]
}

export interface LooseManifest {
  readonly ids: readonly Digest[]
  readonly blobs: readonly Descriptor[]
}

/** Larger texts are no inspect of any host. */
const LARGEST = 64 * 1024 * 1024

/**
 * Reads what inspect commands print of the images on a host, one or many after another, whole or as a filter left them.
 * Each kind of JSON is one file of kinds/; what tells of no layers is refused by what it is.
 */
export async function readInventory(file: NamedBlob): Promise<Inventory> {
  const { name, size } = file
  await refuseBinary(file)
  if (size > LARGEST)
    throw new ArchiveError('json-too-large', { file: name, entry: name, found: size, expected: LARGEST })
  const text = unquoted(textOf(new Uint8Array(await file.arrayBuffer())))
  if (text.trim() === '') throw new ArchiveError('inventory-blank', { file: name })
  const { images, manifests, lacks, other, scanned } = await readValues(text, name)
  if (images.length + manifests.length === 0) refuse(file, text, scanned, other ? [...lacks, other] : lacks)
  const findings = [
    ...(lacks.length > 0 ? [remark('passed-over', { found: lacks.length })] : []),
    ...(scanned.cutOff ? [remark('inventory-cut-off', {})] : []),
  ]
  return { name, images, manifests, findings }
}

/** What the values of a text tell. */
interface Values {
  readonly images: readonly LooseImage[]
  readonly manifests: readonly LooseManifest[]
  /** Why others tell nothing. */
  readonly lacks: readonly Lack[]
  /** What is no object is no thing that was passed over: a shell's `[1]`, say. */
  readonly other: Lack | undefined
  readonly scanned: Scanned
}

/** As the text stands; or, where something in it can't be read so, as it was before it was copied, if that tells more. */
async function readValues(text: string, file: string): Promise<Values> {
  const given = await valuesOf(text, file)
  const isLess = given.scanned.unparsed || given.images.length + given.manifests.length === 0
  const before = isLess && text.length <= LARGEST_JSON ? mended(text) : text
  if (before === text) return given
  const read = await valuesOf(before, file).catch(() => given)
  return read.images.length + read.manifests.length > given.images.length + given.manifests.length ? read : given
}

async function valuesOf(text: string, file: string): Promise<Values> {
  const scanned: Scanned = { cutOff: false, empty: false, unparsed: false }
  const walking: Walk = { file, objects: 0 }
  const images = new Images(file)
  const manifests: LooseManifest[] = []
  const lacks: Lack[] = []
  let other: Lack | undefined
  for (const { json, text: part } of jsonValues(text, file, scanned)) {
    const walked = walk(json, { text: part, names: [] }, walking)
    if (walked.length === 0) other ??= nothingTold(json)
    for (const item of walked)
      if ('lack' in item) lacks.push(item.lack)
      else {
        for (const image of item.images ?? []) await images.add(image)
        for (const manifest of item.manifests ?? []) manifests.push(await looseManifest(manifest))
      }
  }
  return { images: images.all, manifests, lacks, other, scanned }
}

/** Text at first, and zeros further on: a stretch of an archive, whatever JSON stands in it. */
async function refuseBinary(file: NamedBlob): Promise<void> {
  const start = new Uint8Array(await file.slice(0, LONGEST_LAYER_START).arrayBuffer())
  if (textOf(start).includes('\0')) throw new ArchiveError('not-a-tar', { file: file.name, found: firstBytes(start) })
}

/** A tar has headers, and zeros in them, before that many bytes went by; or the whole is too large to be JSON. */
const LONGEST_LAYER_START = 1024 * 1024

/** JSON as a string of JSON: what an API wraps, or a script prints once too often. */
function unquoted(text: string): string {
  if (!/^\s*"\s*[[{]/.test(text) || text.length > LARGEST_JSON) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}

function refuse({ name: file, type }: NamedBlob, text: string, scanned: Scanned, lacks: readonly Lack[]): never {
  if (scanned.cutOff) throw new ArchiveError('inventory-not-json', { file })
  const known = lacks.find(({ known }) => known)
  // A paste was meant to be JSON, whatever it is.
  const isProse = type !== 'application/json' && !/^\s*[[{]/.test(text)
  if (!known && isProse) throw new ArchiveError('plain-text', { file, found: excerpt(text) })
  const lack = known ?? lacks[0]
  if (lack) throw lack.error(file)
  if (scanned.empty && !scanned.unparsed) throw new ArchiveError('inventory-empty', { file })
  throw new ArchiveError('inventory-not-json', { file })
}

const excerpt = (text: string) => text.trim().slice(0, 60).replace(/\s+/g, ' ')

const looseManifest = async ({ ids, texts, blobs }: ToldManifest): Promise<LooseManifest> => ({
  ids: [...ids, ...(await Promise.all(texts.map(sha256)))],
  blobs,
})

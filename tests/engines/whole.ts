import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { must } from './run'

/** An image as an archive really holds it. */
export interface SavedImage {
  /** The hash of its config's bytes. */
  readonly id: string
  /** For each layer its diff ID, where bytes are there that hash to it; else what is wrong with it. */
  readonly layers: readonly string[]
}

/**
 * The judge of a saved archive. It shares no code with what it judges: GNU tar unpacks, links and all, and every layer
 * is hashed against the config. An archive with two lists of its images, manifest.json and index.json, is held to both:
 * where they say the same of an image, it appears once.
 */
export function imagesIn(archive: string): SavedImage[] {
  const root = mkdtempSync(join(tmpdir(), 'layershed-whole-'))
  try {
    must('tar', ['-xf', archive, '-C', root])
    const images = [...listed(root), ...indexed(root)]
    if (images.length === 0) throw new Error(`${archive} lists no image`)
    const distinct = new Map(images.map((image) => [JSON.stringify(image), image]))
    return [...distinct.values()].sort((a, b) => a.id.localeCompare(b.id))
  } finally {
    rmSync(root, { recursive: true })
  }
}

/** The images of manifest.json, which classic stores and Podman go by. */
function listed(root: string): SavedImage[] {
  if (!existsSync(join(root, 'manifest.json'))) return []
  const images = readJson<{ Config: string; Layers: string[] }[]>(join(root, 'manifest.json'))
  return images.map(({ Config, Layers }) =>
    judged(
      join(root, Config),
      Layers.map((path) => join(root, path)),
    ),
  )
}

interface Descriptor {
  readonly digest: string
  readonly size: number
}

/** The images of index.json, which containerd goes by; here also each blob must be what its descriptor says. */
function indexed(root: string): SavedImage[] {
  if (!existsSync(join(root, 'index.json'))) return []
  const blob = ({ digest }: Descriptor) => join(root, 'blobs', digest.replace(':', '/'))
  return readJson<{ manifests: Descriptor[] }>(join(root, 'index.json')).manifests.map((descriptor) => {
    const manifest = readJson<{ config: Descriptor; layers: Descriptor[] }>(blob(descriptor))
    for (const part of [descriptor, manifest.config]) {
      const bytes = readFileSync(blob(part))
      if (hash(bytes) !== part.digest || bytes.length !== part.size) throw new Error(`${part.digest} is another blob`)
    }
    return judged(blob(manifest.config), manifest.layers.map(blob), manifest.layers)
  })
}

function judged(config: string, paths: readonly string[], descriptors?: readonly Descriptor[]): SavedImage {
  const bytes = readFileSync(config)
  const { rootfs } = JSON.parse(bytes.toString()) as { rootfs: { diff_ids: string[] } }
  const length = Math.max(rootfs.diff_ids.length, paths.length)
  const layers = Array.from({ length }, (_, at) => judgedLayer(rootfs.diff_ids[at], paths[at], descriptors?.[at]))
  return { id: hash(bytes), layers }
}

function judgedLayer(diffId: string | undefined, path: string | undefined, descriptor?: Descriptor): string {
  if (diffId === undefined) return 'a layer that the config does not know'
  if (path === undefined || !existsSync(path)) return `missing: ${diffId}`
  const stored = readFileSync(path)
  if (stored.length === 0) return `empty: ${diffId}`
  if (descriptor && (hash(stored) !== descriptor.digest || stored.length !== descriptor.size))
    return `not the blob ${descriptor.digest}: ${diffId}`
  return hash(unpacked(stored)) === diffId ? diffId : `other bytes: ${diffId}`
}

const GZIP = 0x1f8b

const unpacked = (bytes: Buffer) => (bytes.readUInt16BE(0) === GZIP ? gunzipSync(bytes) : bytes)

const hash = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

const readJson = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T

import { json, mediaType, ociLayoutFile } from '../form/oci-json'
import { nameAnnotations } from '../form/naming'
import { fileParts } from '../form/parts'
import { joined } from '../joined'
import { endOfArchive } from '../tar/write'
import { blobPath, sha256, type Digest } from '../image/digest'

/** A layer of the built-in sample, and the Dockerfile line that would have made it. */
interface SampleLayer {
  readonly createdBy: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

const BASE_BYTES = 8_000_000
const PROGRAM_BYTES = 400_000

/**
 * A base and an image built upon it, as Docker 25 and later save them, for those who have no Docker at hand. The image has
 * the same layer twice (`COPY`, then `chmod`), as everyday Dockerfiles make it.
 */
export async function makeSample(): Promise<{ base: File; target: File }> {
  const system = { createdBy: 'ADD rootfs.tar.xz /', bytes: layer('usr/lib/system.bin', BASE_BYTES) }
  const copied = { createdBy: 'COPY main /home/main', bytes: layer('home/main', PROGRAM_BYTES) }
  const again = { ...copied, createdBy: 'RUN chmod +x /home/main' }
  return {
    base: await archive('sample-base.tar', 'sample-base:7', [system]),
    target: await archive('sample-app.tar', 'sample-app:1.0', [system, copied, again]),
  }
}

function layer(name: string, size: number): Uint8Array<ArrayBuffer> {
  return joined([...fileParts(name, noise(size)), endOfArchive])
}

/** Bytes that look like a program's, the same each time: a 32-bit linear congruential generator. */
function noise(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let state = size
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

async function archive(file: string, tag: string, layers: readonly SampleLayer[]): Promise<File> {
  const blobs = new Map<Digest, Uint8Array<ArrayBuffer>>()
  const keep = async (bytes: Uint8Array<ArrayBuffer>, type: string) => {
    const digest = await sha256(bytes)
    blobs.set(digest, bytes)
    return { mediaType: type, digest, size: bytes.length }
  }
  const described = []
  for (const { bytes } of layers) described.push(await keep(bytes, 'application/vnd.oci.image.layer.v1.tar'))
  const config = await keep(
    json({
      architecture: 'amd64',
      os: 'linux',
      config: { Cmd: ['/home/main'] },
      rootfs: { type: 'layers', diff_ids: described.map(({ digest }) => digest) },
      history: layers.map(({ createdBy }) => ({ created: '1970-01-01T00:00:00Z', created_by: createdBy })),
    }),
    mediaType.config,
  )
  const manifest = await keep(
    json({ schemaVersion: 2, mediaType: mediaType.manifest, config, layers: described }),
    mediaType.manifest,
  )
  const index = { schemaVersion: 2, manifests: [{ ...manifest, annotations: nameAnnotations(tag, undefined) }] }
  const Layers = described.map(({ digest }) => blobPath(digest))
  const parts = [
    ...[...blobs].flatMap(([digest, bytes]) => [...fileParts(blobPath(digest), bytes)]),
    ...fileParts('index.json', json(index)),
    ...fileParts('manifest.json', json([{ Config: blobPath(config.digest), RepoTags: [tag], Layers }])),
    ...fileParts('oci-layout', ociLayoutFile),
    endOfArchive,
  ]
  return new File(parts, file, { lastModified: 0 })
}

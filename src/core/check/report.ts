import type { Destination } from '../destination/destination'
import type { Finding } from '../image/finding'
import { nameOf, platformName, type Image, type ImageArchive, type Layer } from '../image/model'
import { signatureReport, type SignatureReport } from '../signature/report'
import { blobsOf } from './blobs'
import type { CheckedBlob, CheckedImage, CheckedLayer, State } from './checked'
import { contradictions } from './contradictions'
import { engineVerdicts, type EngineVerdict } from './engines'
import { judgeBlob, judgeLayer } from './judged'
import { thereOf, type There } from './there'
import type { Hashed, HashedByStart } from './to-hash'

/** `needs-base`: layers are emptied, and a base is to bring them; `incomplete`: something that is named is not there at all. */
type Soundness = 'whole' | 'needs-base' | 'incomplete' | 'damaged'

/** Everything that was found, as plain data: what is shown, and what is saved as JSON. */
export interface CheckReport {
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly verdict: Soundness
  readonly layers: { readonly whole: number; readonly total: number }
  readonly images: readonly CheckedImage[]
  /** Manifests, indexes, attestations, and whatever else is named by a digest. */
  readonly blobs: readonly CheckedBlob[]
  /** Members that contradict each other. */
  readonly contradictions: readonly Finding[]
  readonly engines: readonly EngineVerdict[]
  /** For each image that lacks layers: who at the destination has them. */
  readonly there: readonly There[]
  readonly signatures: SignatureReport
}

/**
 * @param hashed what came of all that is to be hashed.
 * @param publicKey a text that holds the key to verify signatures with, in PEM.
 */
export async function checkReport(
  archive: ImageArchive,
  hashed: readonly Hashed[],
  destination: Destination,
  publicKey?: string,
): Promise<CheckReport> {
  const byStart = new Map(hashed.map((one) => [one.start, one]))
  const images = archive.images.filter(counts).map((image) => checkedImage(image, byStart))
  const blobs = blobsOf(archive, byStart)
  const contradicting = await contradictions(archive)
  const layers = images.flatMap((image) => image.layers)
  return {
    name: archive.tar.name,
    size: archive.tar.size,
    verdict: soundnessOf([...images.flatMap(statesIn), ...blobs.map(({ state }) => state)], contradicting),
    layers: { whole: layers.filter(isWhole).length, total: layers.length },
    images,
    blobs,
    contradictions: contradicting,
    engines: engineVerdicts(archive, images, blobs),
    there: thereOf(archive.images.filter(counts), destination),
    signatures: await signatureReport(archive, publicKey),
  }
}

/** Platforms that an index names and of which nothing was saved are no one's loss. */
const counts = ({ listed, layers }: Image) => listed || layers.every(({ payload }) => payload.state !== 'absent')

function checkedImage(image: Image, hashed: HashedByStart): CheckedImage {
  const layers = image.layers.map((layer) => checkedLayer(layer, hashed))
  const config = judgeBlob(image.config, image.manifest ? [image.manifest.config] : [], hashed)
  const parts = [config, ...layers.map(({ state }) => state)]
  return {
    name: nameOf(image),
    platform: platformName(image.platform),
    config,
    layers,
    complete: { found: parts.filter(({ kind }) => kind === 'whole').length, expected: parts.length },
  }
}

const checkedLayer = (layer: Layer, hashed: HashedByStart): CheckedLayer => ({
  diffId: layer.diffId,
  createdBy: layer.createdBy ?? '',
  entry: layer.payload.path,
  offset: layer.payload.entry?.start,
  size: layer.payload.size,
  state: judgeLayer(layer, hashed),
})

const statesIn = ({ config, layers }: CheckedImage) => [config, ...layers.map(({ state }) => state)]

const isWhole = ({ state }: { readonly state: State }) => state.kind === 'whole'

function soundnessOf(states: readonly State[], contradicting: readonly Finding[]): Soundness {
  const kinds = new Set(states.map(({ kind }) => kind))
  if (kinds.has('damaged') || contradicting.length > 0) return 'damaged'
  if (kinds.has('absent')) return 'incomplete'
  return kinds.has('emptied') ? 'needs-base' : 'whole'
}

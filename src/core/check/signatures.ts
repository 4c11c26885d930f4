import { digestOfPath } from '../image/digest'
import { remark, type Finding } from '../image/finding'
import { plainPath } from '../image/files'
import { nameOf, type Image, type ImageArchive } from '../image/model'
import type { OciChild } from '../image/oci'
import { REF_ANNOTATION } from '../image/reference'
import type { SlimPlan } from '../plan/slim-plan'
import { childrenOf } from './blobs'

/** BuildKit's attestations name the manifest that they speak of here. */
const REFERENCE_ANNOTATION = 'vnd.docker.reference.digest'

/** cosign's tags: `sha256-…` and what it is (sigstore, "Signature Spec"). */
const COSIGN = /^(?:.*:)?sha256-([0-9a-f]{64})\.(?:sig|att|sbom)$/

/** Of each image that something in its archive signs or attests: whether the manifest that is written is still the one it names. */
export function signatureFindings({ images, oci }: ImageArchive, { relinked }: Pick<SlimPlan, 'relinked'>): Finding[] {
  if (!oci) return []
  const named = new Set(childrenOf(oci.root).flatMap((child) => [...subjectsOf(child)]))
  return images.flatMap((image): Finding[] => {
    const digest = image.manifest && digestOfPath(plainPath(image.manifest.entry.name))
    if (!image.listed || digest === undefined || !named.has(digest)) return []
    const facts = { image: nameOf(image) }
    if (isRelinked(image, relinked)) return [remark('signature-lost', facts, image.place)]
    return [remark('signature-fits', facts, image.place)]
  })
}

const isRelinked = ({ layers }: Image, relinked: SlimPlan['relinked']) =>
  layers.some(({ payload }) => relinked.has(payload))

/** Of what is absent nothing travels. An image that refers to another signs nothing: a variant for debugging, say. */
function* subjectsOf({ descriptor, node }: OciChild): Generator<string> {
  if (node.kind === 'absent' || node.kind === 'manifest') return
  const told = descriptor.annotations?.[REFERENCE_ANNOTATION]
  const signed = COSIGN.exec(descriptor.annotations?.[REF_ANNOTATION] ?? '')?.[1]
  const subject = node.kind === 'artifact' ? node.subject : undefined
  if (told !== undefined) yield told
  if (signed !== undefined) yield `sha256:${signed}`
  if (subject !== undefined) yield subject
}

import { digestOfPath } from './digest'
import { plainPath } from './files'
import type { Image, ImageArchive } from './model'
import { leavesOf, type OciChild } from './oci'
import { REF_ANNOTATION } from './reference'

/** BuildKit's attestations name the manifest that they speak of here. */
const REFERENCE_ANNOTATION = 'vnd.docker.reference.digest'

/** cosign's tags: `sha256-…` and what it is (sigstore, "Signature Spec"). */
const COSIGN = /^(?:.*:)?sha256-([0-9a-f]{64})\.(?:sig|att|sbom)$/

/** The images that something in their archive signs or attests: it names their manifests by digest. */
export function signedImages({ images, oci, tar }: Pick<ImageArchive, 'images' | 'oci' | 'tar'>): Image[] {
  if (!oci) return []
  const named = new Set<string>()
  for (const [, path] of leavesOf(oci.root, tar.name))
    for (const child of path) for (const subject of subjectsOf(child)) named.add(subject)
  return images.filter(({ listed, manifest }) => {
    const digest = manifest && digestOfPath(plainPath(manifest.entry.name))
    return listed && digest !== undefined && named.has(digest)
  })
}

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

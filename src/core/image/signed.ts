import type { Digest } from './digest'
import type { Image, ImageArchive } from './model'
import { leavesOf, manifestsOf, type OciChild, type OciIndex } from './oci'
import { REF_ANNOTATION } from './reference'

/** BuildKit's attestations name the manifest that they speak of here. */
const REFERENCE_ANNOTATION = 'vnd.docker.reference.digest'

/** cosign's tags: `sha256-…` and what it is (sigstore, "Signature Spec"). */
const COSIGN = /^(?:.*:)?sha256-([0-9a-f]{64})\.(?:sig|att|sbom)$/

/** What `cosign save` calls the items of its one index: what it saved, and what speaks of that. */
const SAVED = /^dev\.cosignproject\.cosign\/image(?:Index)?$/
const SPEAKING = /^dev\.cosignproject\.cosign\/(?:sigs|atts|sboms)$/

type Read = Pick<ImageArchive, 'images' | 'oci' | 'tar'>

/** The images whose own manifest, or an index above it, something in their archive signs or attests: it names them by digest. */
export const signedImages = (archive: Read): Image[] => {
  const signed = new Set(signedTogether(archive).flat())
  return archive.images.filter((image) => image.listed && signed.has(image))
}

/** The images that stand and fall together with each digest that is signed: one of a manifest, all of an index. */
export function signedTogether(archive: Read): Image[][] {
  const { oci, tar } = archive
  if (!oci) return []
  const named = new Set<string>(savedWith(oci.root))
  for (const [, path] of leavesOf(oci.root, tar.name))
    for (const child of path) for (const subject of subjectsOf(child)) named.add(subject)
  const together = new Map<string, Set<Image>>([...named].map((digest) => [digest, new Set()]))
  for (const [image, paths] of pathsOf(archive))
    for (const path of paths) for (const { descriptor } of path) together.get(descriptor.digest)?.add(image)
  return [...together.values()].map((images) => [...images])
}

/** The descriptors that lead to each image, from the index down. */
export function pathsOf({ images, oci, tar }: Read): [Image, OciChild[][]][] {
  const paths = oci ? manifestsOf(oci.root, tar.name) : new Map<unknown, OciChild[][]>()
  return images.map((image) => [image, paths.get(image.manifest) ?? []])
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

/** `cosign save` writes one image, or one index, and all that speaks of it; there is no name that says so. */
function savedWith({ children }: OciIndex): Digest[] {
  const kindOf = ({ descriptor }: OciChild) => descriptor.annotations?.['kind'] ?? ''
  if (!children.some((child) => child.node.kind === 'artifact' && SPEAKING.test(kindOf(child)))) return []
  return children.filter((child) => SAVED.test(kindOf(child))).map(({ descriptor }) => descriptor.digest)
}

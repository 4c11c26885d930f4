import type { Descriptor } from './descriptor'

/** The annotations that name an image in an index: containerd's own, and the OCI image-spec's. */
export const NAME_ANNOTATION = 'io.containerd.image.name'
export const REF_ANNOTATION = 'org.opencontainers.image.ref.name'
export const BASE_NAME_ANNOTATION = 'org.opencontainers.image.base.name'

const NAME =
  /^(?:[a-zA-Z0-9.-]+(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
const TAG = /^[\w][\w.-]{0,127}$/
const LONGEST = 4096

/** `name:tag`, split; undefined when it does not fit the reference grammar (distribution/reference). */
export function parseReference(reference: string): { name: string; tag: string } | undefined {
  if (reference.length > LONGEST) return undefined
  const colon = reference.lastIndexOf(':')
  const tagged = colon > reference.lastIndexOf('/')
  const name = tagged ? reference.slice(0, colon) : reference
  const tag = tagged ? reference.slice(colon + 1) : 'latest'
  return NAME.test(name) && TAG.test(tag) && (tagged || name !== tag) ? { name, tag } : undefined
}

/** With registry and namespace, as containerd wants it: `web:2.1` → `docker.io/library/web:2.1`. */
export function fullReference(reference: string): string {
  const parsed = parseReference(reference)
  if (!parsed) return reference
  const { name, tag } = parsed
  const [first = '', ...rest] = name.split('/')
  const hasRegistry = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost')
  if (hasRegistry) return `${name}:${tag}`
  return `docker.io/${rest.length === 0 ? 'library/' : ''}${name}:${tag}`
}

/** The way engines show it: `docker.io/library/web:2.1` → `web:2.1`. */
export const familiarReference = (reference: string) => reference.replace(/^docker\.io\/(?:library\/)?/, '')

/** The image's name by an index descriptor: containerd writes it whole; others write it whole or only its tag as the ref name. */
export function nameInIndex({ annotations }: Descriptor): string | undefined {
  const name = annotations?.[NAME_ANNOTATION]
  if (name) return familiarReference(name)
  const ref = annotations?.[REF_ANNOTATION]
  return ref && /[:/]/.test(ref) ? familiarReference(ref) : undefined
}

import { fullReference, parseReference } from '../image/reference'

/**
 * Which of the names stand among an archive's or a host's, however fully they are written there. Of a name with a digest either is
 * enough.
 * @param wanted names in full.
 */
export function heldAmong(wanted: readonly string[], tags: Iterable<string>): string[] {
  const held = new Set<string>()
  for (const tag of tags) for (const key of keysOf(fullReference(tag))) held.add(key)
  return wanted.filter((name) => keysOf(name).some((key) => held.has(key)))
}

/** A name with its tag, and one by its digest. */
function keysOf(full: string): string[] {
  const { host, path, tag, digest } = parseReference(full) ?? {}
  if (host === undefined) return []
  const name = `${host}/${path}`
  return [...(tag === undefined ? [] : [`${name}:${tag}`]), ...(digest === undefined ? [] : [`${name}@${digest}`])]
}

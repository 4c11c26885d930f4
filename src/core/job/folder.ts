import { ArchiveError } from '../errors'
import type { NamedBlob } from '../file'
import { isDir } from '../image/archive-within'
import { isObject, LARGEST_JSON, LONGEST_NAME, stringOf } from '../image/json'
import { joined } from '../joined'
import { endOfArchive, fileHeader, linkHeader, padding } from '../tar/write'
import { lostLinks, type LostLink } from './lost-links'

/** A file in a folder, by its path from there. */
export interface FolderMember {
  readonly path: string
  readonly file: NamedBlob
}

/** An archive that a folder holds, or stands for. */
interface FolderFile {
  readonly name: string
  readonly bytes: Blob
}

/** SHA-256 of some bytes, in hex: whoever asks has somebody who hashes. */
export type Sha256 = (bytes: Blob) => Promise<string>

/** More than any image has, or anybody keeps in a folder of archives. */
export const MOST_FILES = 100_000

/** What is worth opening beside image folders. */
const WORTH = /\.(?:tar|tar\.\w+|tgz|tzst|txz|tbz2?|zip|gz|zst|xz|bz2|json|ya?ml)$/i

/** What systems leave in folders. */
const LITTER = /(?:^|\/)(?:__MACOSX\/|@eaDir\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i

const HEX = /^([0-9a-f]{64})(?:\.tar)?$/

/**
 * What is to be opened of a folder: each OCI layout, `dir:` of skopeo and unpacked save in it as one archive, and the archives and
 * JSON that lie beside. No file is read but a manifest: an archive's bytes are headers and the files themselves, by reference.
 * @throws ArchiveError `folder-too-many`, `folder-without-archive`.
 */
export async function archivesInFolder(
  name: string,
  all: readonly FolderMember[],
  sha256: Sha256,
): Promise<readonly FolderFile[]> {
  if (all.length > MOST_FILES) throw new ArchiveError('folder-too-many', { file: name, expected: MOST_FILES })
  const members = all
    .filter(({ path }) => !LITTER.test(path) && path.length <= LONGEST_NAME)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const found: FolderFile[] = []
  let rest: readonly FolderMember[] = members
  for (const [folder, kind] of imageFolders(members)) {
    const own = rest.flatMap(({ path, file }) =>
      path.startsWith(folder) ? [{ path: path.slice(folder.length), file }] : [],
    )
    rest = rest.filter(({ path }) => !path.startsWith(folder))
    const parts = kind === 'dir' ? await ociOf(own, sha256) : own.map(({ path, file }) => ({ path, bytes: file }))
    const links = kind === 'dir' ? [] : await lostLinks(own)
    found.push({ name: `${folder.split('/').at(-2) ?? name}.tar`, bytes: tarOf(parts, links) })
  }
  const others = rest.filter(({ path }) => WORTH.test(path)).map(({ file }) => ({ name: file.name, bytes: file }))
  if (found.length + others.length === 0) throw new ArchiveError('folder-without-archive', { file: name })
  return [...found, ...others]
}

type Kind = 'archive' | 'dir'

/** The folders that are images, with their slashes, the outermost first; '' for the one that was given. */
function imageFolders(members: readonly FolderMember[]): (readonly [string, Kind])[] {
  const names = new Map<string, string[]>()
  for (const { path } of members)
    for (const folder of foldersAbove(path)) {
      const within = names.get(folder) ?? []
      within.push(path.slice(folder.length))
      names.set(folder, within)
    }
  const kinds = [...names].flatMap(([folder, paths]) => {
    const kind = kindOf(paths)
    return kind ? [[folder, kind] as const] : []
  })
  return kinds
    .toSorted(([a], [b]) => a.length - b.length)
    .filter(([folder], at, sorted) => !sorted.slice(0, at).some(([outer]) => folder.startsWith(outer)))
}

/** Of `a/b/c`: '', `a/` and `a/b/`. */
const foldersAbove = (path: string) => ['', ...[...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1))]

/** What a folder is by the names in it. */
function kindOf(paths: readonly string[]): Kind | undefined {
  const has = (name: string) => paths.includes(name)
  if (has('index.json') && (has('oci-layout') || paths.some((path) => path.startsWith('blobs/')))) return 'archive'
  if (isDir(paths)) return 'dir'
  const isSave = paths.some((path) => /^(?:[^/]+\/layer\.tar|[0-9a-f]{64}\.json|blobs\/.*)$/.test(path))
  return isSave && (has('manifest.json') || has('repositories')) ? 'archive' : undefined
}

interface Part {
  readonly path: string
  readonly bytes: Blob
}

/** A `dir:` of skopeo (containers-transports) as an OCI layout: its manifest becomes a blob, its blobs keep their digests. */
async function ociOf(members: readonly FolderMember[], sha256: Sha256): Promise<Part[]> {
  const manifest = members.find(({ path }) => path === 'manifest.json')?.file
  if (!manifest || manifest.size > LARGEST_JSON) return members.map(({ path, file }) => ({ path, bytes: file }))
  const bytes = new Uint8Array(await manifest.arrayBuffer())
  const hash = await sha256(manifest)
  const descriptor = { mediaType: mediaTypeOf(bytes), digest: `sha256:${hash}`, size: bytes.length }
  const blobs = members.flatMap(({ path, file }) => {
    const hex = HEX.exec(path)?.[1] ?? /^([0-9a-f]{64})\.manifest\.json$/.exec(path)?.[1]
    return hex === undefined ? [] : [{ path: `blobs/sha256/${hex}`, bytes: file }]
  })
  return [
    { path: 'oci-layout', bytes: json({ imageLayoutVersion: '1.0.0' }) },
    { path: 'index.json', bytes: json({ schemaVersion: 2, manifests: [descriptor] }) },
    { path: `blobs/sha256/${hash}`, bytes: manifest },
    ...blobs,
  ]
}

const json = (value: unknown) => new Blob([JSON.stringify(value)])

const OCI = 'application/vnd.oci.image'

/** OCI's manifests need not say what they are. */
function mediaTypeOf(bytes: Uint8Array): string {
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return `${OCI}.manifest.v1+json`
  }
  if (!isObject(parsed)) return `${OCI}.manifest.v1+json`
  return stringOf(parsed['mediaType']) ?? `${OCI}.${Array.isArray(parsed['manifests']) ? 'index' : 'manifest'}.v1+json`
}

/** A tar of files by reference: between two of them stands one piece of new bytes, because a Blob of very many is slow. */
function tarOf(parts: readonly Part[], links: readonly LostLink[]): Blob {
  const pieces: BlobPart[] = []
  let before = 0
  for (const { path, bytes } of parts) {
    pieces.push(joined([padding(before), fileHeader(path, bytes.size)]), bytes)
    before = bytes.size
  }
  pieces.push(padding(before), ...links.flatMap(({ path, target }) => linkHeader(path, target) ?? []))
  return new Blob([...pieces, endOfArchive], { type: 'application/x-tar' })
}

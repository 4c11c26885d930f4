import type { Fault } from '../errors'

/** A member of a tar or zip, as far as it tells whether an archive is within. `magic`: its first four bytes, where they are known. */
export interface Member {
  readonly name: string
  readonly size: number
  readonly type?: string
  readonly magic?: number
}

/** What systems leave beside the files of a folder. */
const LITTER = /(?:^|\/)(?:__MACOSX\/|@eaDir\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i

const ARCHIVE = /\.(?:tar|tar\.(?:gz|zst|zstd|xz|bz2|lz4|lz|lzma|z)|tgz|tzst|txz|tbz2?|zip)$/i

/** What people lay beside an archive. */
const BESIDE =
  /(?:^|\/)(?:readme|licen[cs]e|notice|changelog|version|sha\d+sums?|md5sums?|checksums?)[^/]*$|\.(?:md|txt|rst|html?|pdf|docx?|asc|sig|pem|crt|sha\d+(?:sum)?|md5(?:sum)?|sh|ps1|bat|cmd|ya?ml|json|toml|env|ini|conf|cfg|csv|log)$/i

/** A layer is a tar too, but not the archive that was meant. */
export const LAYER = /(?:^|\/)(?:layer\.tar|[0-9a-f]{64}(?:\.tar(?:\.\w+)?)?)$|(?:^|\/)blobs\//

const plain = (name: string) => name.replace(/^(?:\.?\/)+/, '')

const isFile = ({ type }: Member) => type === undefined || type === 'file'

/**
 * `tar czf app.tar.gz app.tar` leaves a tar of one tar, macOS another of what it keeps beside it, people a README: the archives
 * that were meant. None where other things are in it, because then it is a tar of something else.
 */
export function archivesWithin<M extends Member>(members: readonly M[]): readonly M[] {
  const all = members.filter(({ name, type }) => type !== 'directory' && !LITTER.test(name))
  if (all.some(({ name }) => /^(?:manifest\.json|index\.json|repositories|oci-layout)$/.test(plain(name)))) return []
  const archives = all.filter((member) => isFile(member) && isArchive(member))
  const rest = all.filter((member) => !archives.includes(member))
  return rest.every((member) => isFile(member) && BESIDE.test(member.name)) ? archives : []
}

const isArchive = ({ name, magic = 0 }: Member) => !LAYER.test(name) && (ARCHIVE.test(name) || isPacked(magic))

/** gzip, zstd, xz, `BZh`, zip. */
const isPacked = (magic: number) =>
  magic >>> 16 === 0x1f8b ||
  magic === 0x28b52ffd ||
  magic >>> 0 === 0xfd377a58 ||
  magic >>> 8 === 0x425a68 ||
  magic === 0x504b0304

/** Files of an image that lie in a folder instead of at the root of a tar, where engines want them; its path, `.` for the root. */
export interface UnpackedImage {
  /** `dir`: as skopeo's transport of that name writes it, which has no list of images. */
  readonly kind: 'save' | 'dir'
  readonly folder: string
}

export function unpackedImage(members: readonly Member[]): UnpackedImage | undefined {
  const names = members.flatMap(({ name, type }) => (type === 'directory' || LITTER.test(name) ? [] : [plain(name)]))
  const folders = names.flatMap((name) => /^(.*\/)?(?:manifest\.json|index\.json)$/.exec(name)?.slice(1, 2) ?? [])
  const within = folders
    .map((found) => found ?? '')
    .sort((a, b) => a.length - b.length)
    .slice(0, MOST_FOLDERS)
    .map(
      (folder) =>
        [folder, names.flatMap((name) => (name.startsWith(folder) ? name.slice(folder.length) : []))] as const,
    )
    .find(([, own]) => own.some((name) => LAYER.test(name)))
  if (!within) return undefined
  const [folder, own] = within
  return { kind: isDir(own) ? 'dir' : 'save', folder: folder.slice(0, -1) || '.' }
}

/** Its blobs bear their digests alone, and `version` says whose they are (containers/image, "Directory Transport"). */
export const isDir = (names: readonly string[]): boolean =>
  names.includes('manifest.json') &&
  !names.includes('index.json') &&
  (names.includes('version') || names.some((name) => /^[0-9a-f]{64}$/.test(name)))

export const unpackedFault = (file: string, { kind, folder }: UnpackedImage): Fault =>
  kind === 'dir'
    ? { code: 'dir-transport', facts: { file } }
    : { code: 'unpacked-save', facts: { file, entry: folder } }

/** What a zip is that holds no archives: documents and programs are zips, too. */
export const zipFormat = (members: readonly Member[]): string | undefined =>
  ZIPS.find(([, pattern]) => members.some(({ name }) => pattern.test(name)))?.[0]

const ZIPS: readonly (readonly [name: string, RegExp])[] = [
  ['APK', /^AndroidManifest\.xml$/],
  ['MSIX', /^AppxManifest\.xml$/],
  ['Office', /^\[Content_Types\]\.xml$/],
  ['EPUB', /^META-INF\/container\.xml$/],
  ['JAR', /^META-INF\/MANIFEST\.MF$/],
  ['OpenDocument', /^META-INF\/manifest\.xml$/],
]

/** Of many things the one that people may have meant. */
export const largestArchive = <M extends Member>(members: readonly M[]): M | undefined =>
  members
    .filter((member) => isFile(member) && ARCHIVE.test(member.name) && !LITTER.test(member.name))
    .toSorted((a, b) => b.size - a.size)[0]

/** A tree of a system holds many a manifest.json. */
const MOST_FOLDERS = 10

/** The one that is meant: the only one, or the one that was chosen. */
export const chosenOf = <M extends Member>(members: readonly M[], chosen: string | undefined): M | undefined =>
  members.length === 1 ? members[0] : members.find(({ name }) => name === chosen)

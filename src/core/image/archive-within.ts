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

/** The folder in which an unpacked save lies, `.` for the root: engines want its files at the root of a tar. */
export function unpackedSave(members: readonly Member[]): string | undefined {
  const names = members.map(({ name }) => plain(name)).filter((name) => !LITTER.test(name))
  const folders = names.flatMap((name) => /^(.*\/)?(?:manifest\.json|index\.json)$/.exec(name)?.slice(1, 2) ?? [])
  const folder = folders
    .map((found) => found ?? '')
    .sort((a, b) => a.length - b.length)
    .slice(0, MOST_FOLDERS)
    .find((found) => names.some((name) => name.startsWith(found) && LAYER.test(name.slice(found.length))))
  return folder === undefined ? undefined : folder.slice(0, -1) || '.'
}

/** A tree of a system holds many a manifest.json. */
const MOST_FOLDERS = 10

/** The one that is meant: the only one, or the one that was chosen. */
export const chosenOf = <M extends Member>(members: readonly M[], chosen: string | undefined): M | undefined =>
  members.length === 1 ? members[0] : members.find(({ name }) => name === chosen)

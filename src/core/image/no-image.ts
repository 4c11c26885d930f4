import { ArchiveError, errorOf, type Fault } from '../errors'
import type { TarIndex } from '../tar/index'
import { archivesWithin, largestArchive, LAYER, unpackedFault, unpackedImage } from './archive-within'
import type { Files } from './files'
import { counted } from './kind'
import type { OciArtifact } from './oci'

interface Found {
  readonly tar: TarIndex
  readonly files: Files
  readonly artifacts: readonly OciArtifact[]
  /** What there was no sense in. */
  readonly faults: readonly Fault[]
}

/** A tar that is no image archive: say what it holds, or looks like, instead. */
export function failNoImage({ tar, files, artifacts, faults }: Found): never {
  const { name: file, entries, end } = tar
  if (!end.endBlocks) throw new ArchiveError('cut-off', { file, offset: end.end })
  if (faults[0]) throw errorOf(faults[0])
  if (artifacts.some(({ what }) => what === 'schema-1')) throw new ArchiveError('schema-1', { file })
  if (artifacts.length > 0) throw new ArchiveError('no-image-held', { file, holds: counted(artifacts.map(kindOf)) })
  const list = ['manifest.json', 'index.json'].find((path) => files.find(path))
  if (list) throw new ArchiveError('nothing-listed', { file, entry: list })
  if (files.find('repositories')) throw new ArchiveError('old-image-format', { file })
  const unpacked = unpackedImage(entries)
  if (unpacked && unpacked.folder !== '.') throw errorOf(unpackedFault(file, unpacked))
  const has = (pattern: RegExp) => entries.some(({ name }) => pattern.test(name))
  if (has(CHART)) throw new ArchiveError('no-image-held', { file, holds: counted(['chart']) })
  const other = OTHERS.find(([, , pattern]) => has(pattern))
  if (other) throw errorOf({ code: other[0], facts: { file, found: other[1] } })
  if (has(SYSTEM) || isSystem(entries)) throw new ArchiveError('container-export', { file })
  if (entries.length === 0) throw new ArchiveError('no-entries', { file })
  const [inner] = archivesWithin(entries)
  if (inner) throw new ArchiveError('archive-within', { file, entry: inner.name })
  if (has(LAYER)) throw new ArchiveError('layers-unlisted', { file })
  const among = largestArchive(entries)
  if (among) throw new ArchiveError('archive-among', { file, entry: among.name })
  throw new ArchiveError('not-an-image', { file, found: firstNames(entries) })
}

const firstNames = (entries: TarIndex['entries']) =>
  `${entries
    .slice(0, MOST_NAMES)
    .map(({ name }) => name)
    .join(', ')}${entries.length > MOST_NAMES ? ', …' : ''}`

/** Enough to recognise a file by. */
const MOST_NAMES = 4

/** `helm package`. */
const CHART = /^(?:\.\/)?[^/]+\/Chart\.yaml$/
/** Tars by other names: an appliance, a box, a package of Alpine or Arch. */
const OTHERS: readonly (readonly ['disk-image' | 'software-package', name: string, RegExp])[] = [
  ['disk-image', 'OVA', /^[^/]+\.ovf$/],
  ['disk-image', 'Vagrant', /^(?:\.\/)?(?:Vagrantfile|box\.img)$/],
  ['software-package', 'apk', /^\.PKGINFO$/],
]
/** `docker export` leaves the first in every container; LXC keeps the others one folder deeper. */
const SYSTEM = /^(?:\.?\/)?(?:rootfs\/)?(?:\.dockerenv|etc\/(?:passwd|os-release))$/

/** The folders of a system's root (Filesystem Hierarchy Standard), of which even the smallest has some. */
const FOLDERS = ['bin', 'dev', 'etc', 'home', 'lib', 'opt', 'proc', 'root', 'run', 'sbin', 'sys', 'tmp', 'usr', 'var']

function isSystem(entries: TarIndex['entries']): boolean {
  const tops = new Set(entries.map(({ name }) => name.replace(/^(?:\.?\/)+/, '').split('/', 1)[0]))
  return FOLDERS.filter((name) => tops.has(name)).length > 2
}

const kindOf = ({ what }: OciArtifact) => what

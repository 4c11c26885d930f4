import { ArchiveError, errorOf, type Fault } from '../errors'
import type { TarIndex } from '../tar/index'
import { archivesWithin, LAYER, unpackedSave } from './archive-within'
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
  if (artifacts.length > 0) throw new ArchiveError('no-image-held', { file, holds: counted(artifacts.map(kindOf)) })
  const list = ['manifest.json', 'index.json'].find((path) => files.find(path))
  if (list) throw new ArchiveError('nothing-listed', { file, entry: list })
  if (files.find('repositories')) throw new ArchiveError('old-image-format', { file })
  const folder = unpackedSave(entries)
  if (folder !== undefined && folder !== '.') throw new ArchiveError('unpacked-save', { file, entry: folder })
  const has = (pattern: RegExp) => entries.some(({ name }) => pattern.test(name))
  if (has(CHART)) throw new ArchiveError('no-image-held', { file, holds: counted(['chart']) })
  if (has(SYSTEM)) throw new ArchiveError('container-export', { file })
  if (entries.length === 0) throw new ArchiveError('no-entries', { file })
  const [inner] = archivesWithin(entries)
  if (inner) throw new ArchiveError('archive-within', { file, entry: inner.name })
  if (has(LAYER)) throw new ArchiveError('layers-unlisted', { file })
  throw new ArchiveError('not-an-image', { file })
}

/** `helm package`. */
const CHART = /^(?:\.\/)?[^/]+\/Chart\.yaml$/
/** `docker export` leaves the first in every container. */
const SYSTEM = /^(?:\.?\/)?(?:\.dockerenv|etc\/(?:passwd|os-release))$/

const kindOf = ({ what }: OciArtifact) => what

import type { Difference } from '../../core/layer/below'
import type { LayerRow } from '../../core/layer/listing'
import type { Messages } from '../../messages'
import { modeText } from './mode'

/** What a line's header says: type, size, mode, owner and time. */
export function factsOf({ type, header, files, size }: LayerRow, m: Messages): string[] {
  const holds = m.layer.holds(m.layer.files(files, m.format.number(files)), m.format.bytes(size))
  if (!header) return type === 'folder' ? [m.layer.type.folder, holds] : []
  const { mode, uid, gid, mtime } = header
  return [
    m.layer.type[type],
    type === 'folder' ? holds : type === 'file' ? m.format.bytes(size) : '',
    `${modeText(mode)} (${mode.toString(8).padStart(4, '0')})`,
    m.layer.owner(String(uid), String(gid)),
    timeText(mtime),
  ].filter(Boolean)
}

/** As a tar header has it: without a time zone. Times that no calendar has are left out. */
function timeText(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('T', ' ').slice(0, 19)
}

/** What a line does to the layers below, and how what it puts there differs; empty where it does nothing. */
export function effectOf(row: LayerRow, m: Messages): string[] {
  const effect = row.type === 'deletion' || row.type === 'opaque' ? deletion(row, m) : replacement(row, m)
  return effect === '' ? [] : [effect, ...differences(row, m)]
}

function deletion({ type, files, size }: LayerRow, m: Messages): string {
  if (files > 0) return m.layer.deletion(m.layer.files(files, m.format.number(files)), m.format.bytes(size))
  return type === 'opaque' ? m.layer.opaqueUnknown : m.layer.deletionUnknown
}

function replacement({ type, change, replaced }: LayerRow, m: Messages): string {
  if (!replaced) return ''
  const { was, differs } = replaced
  const below = m.format.bytes(was?.size ?? 0)
  if (type === 'folder' && !differs.includes('type')) return m.layer.replaces.folder
  if (was?.type !== 'file') return m.layer.replaces.other(m.layer.type[was?.type ?? 'folder'])
  if (change === 'again') return m.layer.replaces.again(below)
  return differs.includes('size') ? m.layer.replaces.otherSize(below) : m.layer.replaces.sameSize(below)
}

function differences({ header, replaced }: LayerRow, m: Messages): string[] {
  const was = replaced?.was
  if (!was || !header) return []
  const said: Record<Difference, string> = {
    type: '',
    size: '',
    mode: m.layer.differs.mode(modeText(was.mode), modeText(header.mode)),
    owner: m.layer.differs.owner(`${was.uid}:${was.gid}`, `${header.uid}:${header.gid}`),
    time: m.layer.differs.time,
    link: m.layer.differs.link(was.link),
  }
  return replaced.differs.map((name) => said[name]).filter(Boolean)
}

/** `ip-server.tar` → `ip-server.slim.tar`, whatever it was packed with. */
export const slimName = (name: string, ending: 'slim' | 'compact' = 'slim') =>
  fitting(stem(name).replace(/\.(?:slim|compact)$/, ''), `.${ending}.tar`)

/** `ip-server.slim.tar` → `ip-server.tar`, `.compact.tar` likewise; what has its old name already gets another, so that nothing is written over it. */
export function wholeName(name: string): string {
  const start = stem(name)
  const before = start.replace(/\.(?:slim|compact)$/, '')
  return fitting(before === start ? `${start}.whole` : before || 'image', '.tar')
}

/** `ip-server.tar.gz` → `ip-server.tar`: what is carried with nothing left out. */
export const plainName = (name: string) => fitting(stem(name), '.tar')

export const fingerprintName = (name: string) => fitting(stem(name), '.fingerprint.tar')

export const checkName = (name: string) => fitting(stem(name), '.check.json')

/** Without what tells how it is packed. */
export const stem = (name: string) =>
  safeName(name.replace(/\.(?:tar(?:\.(?:gz|zst|xz|bz2))?|tgz|tzst|txz|tbz2?|zip)$/i, '')) || 'image'

/** Browsers put an underscore for what some file system refuses. Done here, a name is known before it arrives. */
const UNSAVABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029"*/:<>?\\|]|^[~\s]/gu

/** What Windows keeps for devices, whatever follows the first dot. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))/iu

/** A name as it can be saved anywhere. Hidden files come out of hiding; Windows drops dots and blanks at the end. */
export const safeName = (name: string) =>
  name
    .replace(/^\.+/, '')
    .replace(UNSAVABLE, '_')
    .replace(/[.\s]+$/u, '')
    .replace(RESERVED, '$&_')

/** File systems take 255 bytes; what is saved beside a file adds an end like `.gz.part-01` or `.gz.parts.sha256`. */
const LONGEST = 255 - '.gz.parts.sha256'.length

const utf8 = new TextEncoder()
const bytesIn = (text: string) => utf8.encode(text).length

/** As much of the start as file systems take with its end, which tells the kind: cut between letters as people see them. */
export function fitting(start: string, end: string): string {
  if (bytesIn(start) + bytesIn(end) <= LONGEST) return start + end
  let kept = ''
  let room = LONGEST - bytesIn(end)
  for (const { segment } of new Intl.Segmenter().segment(start.slice(0, LONGEST))) {
    room -= bytesIn(segment)
    if (room < 0) break
    kept += segment
  }
  return (kept.replace(/[.\s]+$/u, '') || 'file') + end
}

/** The last part of an archive's path, as a file to save. */
export function safeBaseName(path: string): string {
  const name = safeName(path.slice(path.lastIndexOf('/') + 1)) || 'file'
  const dot = name.lastIndexOf('.')
  return dot > 0 && name.length - dot <= LONGEST_KIND ? fitting(name.slice(0, dot), name.slice(dot)) : fitting(name, '')
}

/** More letters behind the last dot are no kind of file. */
const LONGEST_KIND = 16

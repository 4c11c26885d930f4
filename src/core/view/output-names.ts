/** `ip-server.tar` → `ip-server.slim.tar`, whatever it was packed with. */
export const slimName = (name: string) => `${stem(name).replace(/\.slim$/, '')}.slim.tar`

export const fingerprintName = (name: string) => `${stem(name)}.fingerprint.tar`

const stem = (name: string) =>
  safeName(name.replace(/\.(?:tar(?:\.(?:gz|zst|xz|bz2))?|tgz|tzst|txz|tbz2?|zip)$/i, '')) || 'image'

/** Browsers put an underscore for what some file system refuses. Done here, a name is known before it arrives. */
const UNSAVABLE = /[\p{Cc}\p{Cf}"*/:<>?\\|]|^[~\s]/gu

/** File systems take 255 bytes, and a letter may have four. */
const LONGEST = 60

/** A name as it can be saved anywhere. Hidden files come out of hiding. */
export const safeName = (name: string) => name.replace(/^\.+/, '').replace(UNSAVABLE, '_')

/** The last part of an archive's path, as a file to save; its end is kept, because it tells the kind. */
export const safeBaseName = (path: string) =>
  [...safeName(path.slice(path.lastIndexOf('/') + 1))].slice(-LONGEST).join('') || 'file'

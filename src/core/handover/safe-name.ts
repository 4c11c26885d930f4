/** Browsers put an underscore for what some file system refuses. Done here, a name is known before it arrives. */
const UNSAVABLE = /[\p{Cc}\p{Cf}"*/:<>?\\|]|^[~\s]/gu

/** File systems take 255 bytes, and a letter may have four. */
const LONGEST = 60

/** A name as it can be saved anywhere. Hidden files come out of hiding. */
export const safeName = (name: string) => name.replace(/^\.+/, '').replace(UNSAVABLE, '_')

/** The last part of an archive's path, as a file to save; its end is kept, because it tells the kind. */
export const safeBaseName = (path: string) =>
  [...safeName(path.slice(path.lastIndexOf('/') + 1))].slice(-LONGEST).join('') || 'file'

/** Long enough for any browser to have opened the Blob behind the link; the bytes themselves it then reads on its own. */
const REVOKE_AFTER_MS = 10 * 60 * 1000

/** Nobody tells when the browser has read all of a file: the slowest stick has taken some gigabytes by then. */
const FORGET_AFTER_MS = 60 * 60 * 1000

/**
 * Hands a Blob to the browser's downloads. The page hears nothing more of it.
 * @param forget called when what the Blob lies in may go.
 */
export function download(blob: Blob, name: string, forget?: () => void): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS)
  if (forget) setTimeout(forget, FORGET_AFTER_MS)
}

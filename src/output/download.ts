/** Long enough for any browser to have opened the Blob behind the link; the bytes themselves it then reads on its own. */
const REVOKE_AFTER_MS = 10 * 60 * 1000

/** Hands a Blob to the browser's downloads. The page hears nothing more of it. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS)
}

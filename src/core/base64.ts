/** Undefined where it is none. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const chars = atob(text)
    const bytes = new Uint8Array(chars.length)
    for (let at = 0; at < bytes.length; at++) bytes[at] = chars.charCodeAt(at)
    return bytes
  } catch {
    return undefined
  }
}

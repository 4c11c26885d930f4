/** `sha256:1a2b3c4d…`: enough to compare by eye. */
export const shortDigest = (digest: string) => (digest.length > 15 ? `${digest.slice(0, 15)}…` : digest)

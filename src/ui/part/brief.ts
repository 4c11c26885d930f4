/** `sha256:1a2b3c4d…`: enough to compare by eye. */
export const shortDigest = (digest: string) => (digest.length > 15 ? `${digest.slice(0, 15)}…` : digest)

const LONGEST = 80

/** A name in the midst of a sentence: archives may give it any length. */
export const brief = (name: string) => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name)

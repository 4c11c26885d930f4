/** A file cut for media that take no larger ones. Sizes in bytes. */
export interface Part {
  readonly name: string
  readonly blob: Blob
}

export const partNames = (name: string, size: number, partSize: number): string[] =>
  Array.from({ length: Math.ceil(size / partSize) }, (_, at) => `${name}.${String(at + 1).padStart(3, '0')}`)

/** Each part is a slice: nothing is copied. */
export const partsOf = (blob: Blob, name: string, partSize: number): Part[] =>
  partNames(name, blob.size, partSize).map((part, at) => {
    return { name: part, blob: blob.slice(at * partSize, (at + 1) * partSize) }
  })

/** What `sha256sum -c` reads: of the parts, and of the whole once it is joined. */
export function checksumLists(name: string, parts: readonly Part[], sums: { whole: string; parts: readonly string[] }) {
  const lines = parts.map((part, at) => `${sums.parts[at]}  ${part.name}\n`)
  return [
    { name: `${name}.parts.sha256`, blob: new Blob(lines) },
    { name: `${name}.sha256`, blob: new Blob([`${sums.whole}  ${name}\n`]) },
  ]
}

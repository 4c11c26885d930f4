/**
 * Two files of one name would overwrite each other in one folder, and on Windows and macOS large and small letters are the same.
 * A name that somebody has of his own is never given to another.
 */
export function withUniqueNames<T extends { readonly name: string }>(files: readonly T[]): T[] {
  const own = new Set(files.map(({ name }) => keyOf(name)))
  const taken = new Set<string>()
  return files.map((file) => {
    let { name } = file
    for (let number = 2; taken.has(keyOf(name)) || (name !== file.name && own.has(keyOf(name))); number++)
      name = file.name.replace(/(\.slim\.|$)/, `-${number}$1`)
    taken.add(keyOf(name))
    return { ...file, name }
  })
}

const keyOf = (name: string) => name.normalize('NFC').toLowerCase()

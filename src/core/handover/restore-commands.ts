import { quoteSh } from './quote'

/** A compact archive, and what it is restored from, by file names. */
export interface Restoring {
  readonly compact: string
  /** None where it is not known which. */
  readonly bases: readonly string[]
  /** What an engine calls the image that the base is of, where it is one. */
  readonly image: string | undefined
  /** What was restored before it, and of which it may be made, too. */
  readonly after: readonly string[]
  /** As what it comes out. */
  readonly name: string
}

/**
 * How a shell gets the script out of a compact archive, and the whole archive out of that and the old one, or its images loaded; and
 * that where the engine alone has the old image.
 */
export function restoreCommands({ compact, bases, image, after, name }: Restoring): readonly string[] {
  const file = wordOf(compact)
  const given = [...(bases.length > 0 ? bases : ['old.tar']), ...after]
  const from = given.map(wordOf).join(' ')
  const piped = ['-', ...after.map(wordOf)].join(' ')
  const restored = wordOf(notAmong([...given, compact], [name, 'new.tar', 'restored.tar']))
  return [
    `tar -xOf ${file} layershed/restore.pl > restore.pl`,
    `perl restore.pl ${file} ${from} > ${restored}`,
    `perl restore.pl ${file} ${from} | docker load`,
    ...(image ? [`docker save ${quoteSh(image)} | perl restore.pl ${file} ${piped} | docker load`] : []),
  ]
}

/** A shell empties a file before anybody reads it. Some file systems know no case. */
function notAmong(taken: readonly string[], names: readonly [string, ...string[]]): string {
  const known = new Set(taken.map((one) => one.toLowerCase()))
  return names.find((one) => !known.has(one.toLowerCase())) ?? names[0]
}

/** What begins with a dash would be taken for an option. */
const wordOf = (name: string) => quoteSh(name.startsWith('-') ? `./${name}` : name)

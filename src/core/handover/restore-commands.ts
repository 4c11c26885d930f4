import { quoteSh } from './quote'

/**
 * How a shell gets the script out of a compact archive, and the whole archive out of that and the old one, or its images loaded.
 * @param earlier names of what was restored before it, and of which it may be made, too.
 */
export function restoreCommands(fileName: string, earlier: readonly string[] = []): readonly string[] {
  const file = wordOf(fileName)
  const bases = ['old.tar', ...earlier.map(wordOf)].join(' ')
  return [
    `tar -xOf ${file} layershed/restore.pl > restore.pl`,
    `perl restore.pl ${file} ${bases} > new.tar`,
    `perl restore.pl ${file} ${bases} | docker load`,
  ]
}

/** What begins with a dash would be taken for an option. */
const wordOf = (name: string) => quoteSh(name.startsWith('-') ? `./${name}` : name)

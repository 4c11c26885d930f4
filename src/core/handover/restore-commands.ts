import { quoteSh } from './quote'

/** How a shell gets the script out of a compact archive, and the whole archive out of that and the old one, or its images loaded. */
export function restoreCommands(fileName: string): readonly string[] {
  // What begins with a dash would be taken for an option.
  const file = quoteSh(fileName.startsWith('-') ? `./${fileName}` : fileName)
  return [
    `tar -xOf ${file} layershed/restore.pl > restore.pl`,
    `perl restore.pl ${file} old.tar > new.tar`,
    `perl restore.pl ${file} old.tar | docker load`,
  ]
}

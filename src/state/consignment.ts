import type { OldImage } from '../core/handover/kit/kit'
import { numberedName } from '../core/handover/kit/names'
import { withUniqueNames } from '../output/unique-names'
import type { FormId } from '../core/form/form-id'
import type { CarriedArchive } from './carried-archives'

/** What travels together as one kit, and what a record tells of it. */
export interface Consignment {
  /** Of the kit. */
  readonly name: string
  /** Under the names that they have in it. */
  readonly archives: readonly CarriedArchive[]
  /** The remembered sites that it is for. */
  readonly sites: readonly string[]
  readonly form: FormId
  /** What is there already, as it was given. */
  readonly there: readonly Given[]
  /** Images of archives that are there: of them compact archives are made whole. */
  readonly old: readonly OldImage[]
  /** Whether they travel together: then they are made whole of each other, too. */
  readonly together: boolean
}

/** A file, under the name by which it goes on the page. */
export interface Given {
  readonly name: string
  readonly file: File
}

/** Under the names that they have in a kit, which tell the order of loading; plain, as every engine takes them. */
export function numbered(archives: readonly CarriedArchive[]): CarriedArchive[] {
  const plain = archives.map(({ output }) => ({ ...output, name: output.name.replace(/\.gz$/, '') }))
  return withUniqueNames(plain).map((output, at) => {
    return { ...archives[at]!, output: { ...output, name: numberedName(output.name, at + 1, archives.length) } }
  })
}

import readMe from './restore/read-me.txt?raw'
import perl from './restore/restore.pl?raw'
import python from './restore/restore.py?raw'

/** A file that a compact archive takes along: as it is named in there, and as it is offered beside it. */
export interface ScriptFile {
  readonly name: string
  readonly text: string
}

/** They make the whole archive again without a browser, alike to the word: each asks for nothing but its language. */
export const restorePl: ScriptFile = { name: 'restore.pl', text: perl }
export const restorePy: ScriptFile = { name: 'restore.py', text: python }

/** What to do with a compact archive, in both languages: who opens one finds this first. */
export const readMeText: ScriptFile = { name: 'READ ME', text: readMe }

/** What makes a recipe unreadable. Whoever reads the file names it in an error of its own. */
export type RecipeFault =
  /** It contradicts itself. */
  | { readonly kind: 'damaged' }
  /** A line of the note, counted from 1, is none that it may have. */
  | { readonly kind: 'line'; readonly line: number }
  /** It speaks of bytes that are not there, or twice. */
  | { readonly kind: 'place'; readonly offset: number }
  /** Bytes. */
  | { readonly kind: 'size'; readonly expected: number; readonly found: number }
  /** It asks for more than a reader gives, and is refused before memory is taken. */
  | { readonly kind: 'limit'; readonly expected: number; readonly found: number }

export class RecipeError extends Error {
  readonly fault: RecipeFault

  constructor(fault: RecipeFault | 'damaged', message: string) {
    super(message)
    this.name = 'RecipeError'
    this.fault = fault === 'damaged' ? { kind: fault } : fault
  }
}

/** @throws RecipeError where there is more than a reader gives. */
export function limit(what: string, found: number, most: number): void {
  if (found > most)
    throw new RecipeError({ kind: 'limit', expected: most, found }, `${what}: ${found}, ${most} at most`)
}

/**
 * What makes a recipe unreadable. `damaged`: it contradicts itself or ends early. `limit`: it asks for more than a reader gives,
 * and is refused before memory is taken. Whoever reads the file names it in an error of its own.
 */
export class RecipeError extends Error {
  readonly kind: 'damaged' | 'limit'

  constructor(kind: RecipeError['kind'], message: string) {
    super(message)
    this.name = 'RecipeError'
    this.kind = kind
  }
}

/** What happened, and what to do next. `{placeholders}` are filled with the facts of the error, finding or reason. */
export interface Words {
  readonly what: string
  readonly todo: string
}

/** The names in a sentence's braces. */
type Placeholders<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

/** The sentence, where every placeholder is one of the facts; else a type that no sentence has, and that says which one is not. */
type Saying<Sentence extends string, Facts> = [Exclude<Placeholders<Sentence>, keyof Facts>] extends [never]
  ? Sentence
  : { readonly notAFact: Exclude<Placeholders<Sentence>, keyof Facts> }

type Sayings<FactsOf, Catalog extends Readonly<Record<keyof FactsOf, Words>>> = {
  readonly [Code in keyof Catalog]: Code extends keyof FactsOf
    ? { readonly [Part in keyof Words]: Saying<Catalog[Code][Part], FactsOf[Code]> }
    : never
}

/**
 * A language's words for everything that `FactsOf` names: none lacking, none left over, and each filled with nothing but the
 * facts of its own code. All of it is checked when the page is built.
 */
export const wordsFor =
  <FactsOf>() =>
  <const Catalog extends Readonly<Record<keyof FactsOf, Words>>>(
    catalog: Catalog & Sayings<FactsOf, Catalog>,
  ): Readonly<Record<keyof FactsOf, Words>> =>
    catalog

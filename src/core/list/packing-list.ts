/**
 * How sure it is that an image is meant. `named` by the file itself; `built` there from sources, under that name; `assumed` where
 * a variable has a default; `likely` where only the look of a field says that it names an image.
 */
export type Sureness = 'named' | 'built' | 'assumed' | 'likely'

/** An image that a list names. */
export interface NamedImage {
  /** As engines show it: `web:2.1`. */
  readonly name: string
  /** With everything that engines add: `docker.io/library/web:2.1`. */
  readonly full: string
  readonly sureness: Sureness
  /** Places in the file that name it: `services.web`, `Deployment/web`. */
  readonly where: readonly string[]
  /** What is taken for granted: `TAG=2.1`. */
  readonly assumed: readonly string[]
}

/** Why it can't be told which image is meant. */
export type Why =
  /** It is built from sources, under a name that only the builder knows. */
  | 'build'
  /** A variable has no value here. */
  | 'variable'
  /** A template was not rendered. */
  | 'template'
  /** The name is there, its tag is another's business. */
  | 'no-tag'
  /** No engine takes it for a name. */
  | 'not-a-name'
  /** Another file, or a chart, names them. */
  | 'elsewhere'
  /** A container has none. */
  | 'no-image'

/** What names an image, but not which. */
export interface Untold {
  readonly text: string
  readonly why: Why
  readonly where: string
}

export type ListFormat = 'compose' | 'kubernetes' | 'kustomization' | 'values' | 'template' | 'lines'

/** What a file says is to be packed. */
export interface PackingList {
  readonly formats: readonly ListFormat[]
  readonly images: readonly NamedImage[]
  readonly untold: readonly Untold[]
}

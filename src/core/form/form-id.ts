/**
 * The forms that an output can take. `universal` loads on every engine; `as-is` keeps the archive's own layout and bytes;
 * `compact` carries what changed inside of layers, and is to be restored first.
 * A new one wants its file, its line in index.ts and in traits.ts, and its words: the compiler asks for them.
 */
export const formIds = ['universal', 'as-is', 'compact'] as const

export type FormId = (typeof formIds)[number]

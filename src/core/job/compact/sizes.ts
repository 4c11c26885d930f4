/** Bytes of all of them. */
export const sizeOf = (all: readonly { readonly size: number }[]): number =>
  all.reduce((sum, { size }) => sum + size, 0)

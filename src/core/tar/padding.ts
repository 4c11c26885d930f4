import { BLOCK } from './header'

/** A payload's bytes with the zeros that fill its last block. */
export const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK

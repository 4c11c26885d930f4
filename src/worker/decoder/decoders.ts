import { Turns } from './turns'

/** Decoders are greedy: more at once than two, and each is slower than one after the other. */
export const decoders = new Turns(2)

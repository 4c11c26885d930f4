import type { Destination } from '../destination/destination'
import type { Digest } from '../image/digest'
import type { Finding } from '../image/finding'
import type { JsonObject } from '../image/json'
import type { ImageArchive, Payload } from '../image/model'
import type { SlimPlan } from '../plan/slim-plan'
import type { Part } from './parts'
import type { Traits } from './traits'

/** An archive, with what of it may stay behind. */
export interface Planned {
  readonly archive: ImageArchive
  readonly destination: Destination
  readonly plan: SlimPlan
}

/** What an output can be. Who reads it, and what that one goes by, is the form's business alone. */
export interface Form extends Traits {
  plan(archive: ImageArchive, destination: Destination): SlimPlan
  /** Layers whose digests the output states and only hashing tells. */
  toHash(planned: Planned): readonly Payload[]
  /**
   * The output, piece by piece, with no layer read.
   * @param digests of all that is to be hashed.
   */
  parts(planned: Planned, digests: ReadonlyMap<Payload, Digest>): AsyncIterable<Part>
  /** What index.json says in the output; absent where that is what the archive's own says. */
  index?(planned: Planned): Promise<JsonObject>
  /** What is to be said of a plan that leaves something out, beside what is said whatever the form. */
  remarks(planned: Planned): Finding[]
}

import { transfer } from 'comlink'
import { buffersOf } from '../../core/delta/layer-index'
import type { Known } from '../../core/job/compact/old-layers'

/** What is known moves with what is said: a copy would double it, and leave as much to the collector. */
export const moving = <T>(said: T, known: Known): T =>
  transfer(said, [...known.flatMap((one) => (one ? buffersOf(one.index) : []))])

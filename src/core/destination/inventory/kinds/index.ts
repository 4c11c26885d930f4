import type { Kind } from '../told'
import { buildah } from './buildah'
import { config } from './config'
import { crictl } from './crictl'
import { inspect } from './inspect'
import { manifest } from './manifest'
import { nerdctlNative } from './nerdctl-native'
import { stackWithin } from './stack'

/** Every kind of JSON that tells of layers; the first that fits counts, so that the ones that tell more come first. */
export const kinds: readonly Kind[] = [crictl, nerdctlNative, buildah, manifest, inspect, config, stackWithin]

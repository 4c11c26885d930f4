import { connect, type Connection } from '../door/connect'
import type { LayerApi } from './api'
import Decoder from './worker?worker&inline'

/** One opened layer: a worker of its own, which ends with it. */
export type LayerDoor = Connection<LayerApi>

export const layerDoor = (): LayerDoor => connect<LayerApi>(new Decoder())

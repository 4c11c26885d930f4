import type { StoredLayer } from '../core/layer/stack'
import { ClaimedSpools } from '../storage/opfs/claimed-spools'
import type { OnProgress } from '../worker/door/progress'

/** Layers of bases that are unpacked for an output: they lie in spools, by the output's name, until nobody needs them. */
export class UnpackedLayers {
  readonly #spools = new ClaimedSpools()

  async unpack(
    of: string,
    layers: readonly StoredLayer[],
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<Blob[]> {
    if (layers.length === 0) return []
    const { unpackLayer } = await import('../worker/decoder/unpack-file')
    const { unpackedInTurn } = await import('./jobs/around-damage')
    return unpackedInTurn(layers, async (layer) => unpackLayer(layer, await this.#spools.claim(of), onProgress, signal))
  }

  release(of: string): void {
    this.#spools.release(of)
  }
}

import type { StoredLayer } from '../core/layer/stack'
import { spools } from '../storage/opfs/scratch'
import type { OnProgress } from '../worker/door/progress'

/** Layers of bases that are unpacked for an output: they lie in spools, by the output's name, until nobody needs them. */
export class UnpackedLayers {
  readonly #spools = new Map<string, readonly string[]>()

  async unpack(
    of: string,
    layers: readonly StoredLayer[],
    onProgress: OnProgress,
    signal: AbortSignal,
  ): Promise<Blob[]> {
    if (layers.length === 0) return []
    const { unpackLayer } = await import('../worker/decoder/unpack-file')
    const { unpackedInTurn } = await import('./jobs/around-damage')
    return unpackedInTurn(layers, async (layer) => unpackLayer(layer, await this.#claim(of), onProgress, signal))
  }

  release(of: string): void {
    for (const spool of this.#spools.get(of) ?? []) void spools.release(spool)
    this.#spools.delete(of)
  }

  async #claim(of: string): Promise<string> {
    const spool = await spools.claim()
    this.#spools.set(of, [...(this.#spools.get(of) ?? []), spool])
    return spool
  }
}

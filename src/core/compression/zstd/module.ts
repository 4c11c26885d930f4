import { ZSTDDecoder } from 'zstddec/stream'

type Name =
  | 'ZSTD_createDCtx'
  | 'ZSTD_freeDCtx'
  | 'ZSTD_DStreamInSize'
  | 'ZSTD_DStreamOutSize'
  | 'ZSTD_decompressStream'
  | 'malloc'
  | 'free'

/** The library's wasm, by what it exports. */
export interface Exports {
  call(name: Name, ...values: readonly number[]): number
  /** All of its memory. Whatever takes some may move it: not to be kept. */
  bytes(): Uint8Array
}

let ready: Promise<Exports> | undefined

/**
 * Loaded once: a second instance would take as much memory, and give none back. The library's own streaming keeps what it took
 * where its reader breaks off, so that only its wasm is used.
 */
export const exported = (): Promise<Exports> => (ready ??= load())

async function load(): Promise<Exports> {
  const loaded = new Loaded()
  await loaded.init()
  const { memory, ...functions } = Loaded.exports
  if (memory === undefined || !('buffer' in memory)) throw new TypeError('zstddec exports no memory')
  return {
    call(name, ...values) {
      const exported = functions[name]
      if (typeof exported !== 'function') throw new TypeError(`zstddec exports no ${name}`)
      return Number(Reflect.apply(exported, undefined, values))
    },
    bytes: () => new Uint8Array(memory.buffer),
  }
}

class Loaded extends ZSTDDecoder {
  static exports: WebAssembly.Exports = {}

  override _init(result: WebAssembly.WebAssemblyInstantiatedSource): void {
    super._init(result)
    Loaded.exports = result.instance.exports
  }
}

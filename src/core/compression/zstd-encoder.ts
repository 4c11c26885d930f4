// The package names only its door, which asks for the wasm by a URL; no page of ours may.
import { Module, waitInitialized } from '../../../node_modules/@bokuweb/zstd-wasm/dist/web/module.js'
import { compress } from '../../../node_modules/@bokuweb/zstd-wasm/dist/web/simple/compress.js'
import wasm from '../../../node_modules/@bokuweb/zstd-wasm/dist/web/zstd.wasm?url&inline'
import { createXXHash64 } from 'hash-wasm'
import { bytesOfBase64 } from '../base64'

type ZstdEncoder = (bytes: Uint8Array, level: number) => Uint8Array

let started: Promise<ZstdEncoder> | undefined

/** Makes one frame of some bytes, with its content's size and checksum (RFC 8878, 3.1.1). */
export function zstdEncoder(): Promise<ZstdEncoder> {
  return (started ??= start())
}

async function start(): Promise<ZstdEncoder> {
  const hasher = await createXXHash64()
  ;(Module as { init(wasm: Uint8Array): void }).init(bytesOfBase64(wasm.slice(wasm.indexOf(',') + 1))!)
  await waitInitialized()
  return (bytes, level) => withChecksum(compress(bytes, level), hasher.init().update(bytes).digest('hex'))
}

const DESCRIPTOR = 4
const HAS_CHECKSUM = 0x04

/** The library's one-shot call leaves it out: the lower half of the content's XXH64, little-endian, behind the last block. */
function withChecksum(frame: Uint8Array, hash: string): Uint8Array {
  const whole = new Uint8Array(frame.length + 4)
  whole.set(frame)
  whole[DESCRIPTOR]! |= HAS_CHECKSUM
  new DataView(whole.buffer).setUint32(frame.length, parseInt(hash.slice(8), 16), true)
  return whole
}

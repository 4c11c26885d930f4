import { transfer, wrap, type Remote } from 'comlink'
import type { Hashing, RunningHash } from '../../core/check/hashing'
import { SpareMemory } from '../../core/compression/same-memory'
import { quietly } from '../../core/quietly'
import { prepareCrossing } from '../door/transfer'
import type { LentApi } from './api'

const PIECE = 512 * 1024

/** So many pieces of a hash are under way: whoever makes more waits. */
const AT_ONCE = 4

/** The hashing that another worker lends by a port. */
export function hashingBy(port: MessagePort): Hashing {
  prepareCrossing()
  const api = wrap<LentApi>(port)
  const memory = new SpareMemory(PIECE)
  let begun = 0
  return { begin: () => new HashByPort(api, begun++, memory) }
}

class HashByPort implements RunningHash {
  readonly #api: Remote<LentApi>
  readonly #id: number
  /** It goes to and fro. */
  readonly #memory: SpareMemory
  readonly #underway: Promise<void>[] = []

  constructor(api: Remote<LentApi>, id: number, memory: SpareMemory) {
    this.#api = api
    this.#id = id
    this.#memory = memory
  }

  async write(piece: Uint8Array | Blob): Promise<void> {
    if (piece instanceof Blob) await this.#goes(() => this.#api.read(this.#id, piece))
    else
      for (let at = 0; at < piece.length; at += PIECE)
        await this.#goes(() => this.#copy(piece.subarray(at, at + PIECE)))
  }

  async digest() {
    const [digest] = await Promise.all([this.#api.digest(this.#id), ...this.#underway])
    return digest
  }

  /** Once there is room. Where one fails, whoever waits for it next is told. */
  async #goes(send: () => Promise<void>): Promise<void> {
    if (this.#underway.length === AT_ONCE) await this.#underway.shift()
    this.#underway.push(quietly(send()))
  }

  async #copy(bytes: Uint8Array): Promise<void> {
    const piece = new Uint8Array(this.#memory.take(), 0, bytes.length)
    piece.set(bytes)
    const { buffer } = await this.#api.write(this.#id, transfer(piece, [piece.buffer]))
    this.#memory.giveBack(buffer)
  }
}

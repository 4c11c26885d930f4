import { transfer, wrap, type Remote } from 'comlink'
import { hashingHere, type Hashing, type RunningHash } from '../../core/check/hashing'
import { SpareMemory } from '../../core/compression/same-memory'
import { quietly } from '../../core/quietly'
import { prepareCrossing } from '../door/transfer'
import type { LentApi } from './api'

const PIECE = 512 * 1024

/** So many pieces of a hash are under way: whoever makes more waits. */
const AT_ONCE = 2

/** The hashing that another worker lends by a port. */
export function hashingBy(port: MessagePort): Hashing {
  prepareCrossing()
  const api = wrap<LentApi>(port)
  const memory = new SpareMemory(PIECE)
  let begun = 0
  return { begin: () => new HashByPort(api, begun++, memory) }
}

/** Who is not given more is told here: a message takes longer. */
const LITTLE = 64 * 1024

class HashByPort implements RunningHash {
  readonly #api: Remote<LentApi>
  readonly #id: number
  /** It goes to and fro. */
  readonly #memory: SpareMemory
  /** What is gathered for the next message. */
  #piece: Uint8Array<ArrayBuffer> | undefined
  #filled = 0
  #isSent = false
  readonly #underway: Promise<void>[] = []

  constructor(api: Remote<LentApi>, id: number, memory: SpareMemory) {
    this.#api = api
    this.#id = id
    this.#memory = memory
  }

  async write(piece: Uint8Array | Blob): Promise<void> {
    if (!(piece instanceof Blob)) return this.#gather(piece)
    await this.#flush()
    await this.#goes(() => this.#api.read(this.#id, piece))
  }

  async digest() {
    if (!this.#isSent && this.#filled <= LITTLE) return this.#hashedHere()
    await this.#flush()
    const [digest] = await Promise.all([this.#api.digest(this.#id), ...this.#underway])
    return digest
  }

  async #gather(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      this.#piece ??= new Uint8Array(this.#memory.take())
      const part = bytes.subarray(at, at + PIECE - this.#filled)
      this.#piece.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === PIECE) await this.#flush()
    }
  }

  async #flush(): Promise<void> {
    const piece = this.#piece?.subarray(0, this.#filled)
    this.#piece = undefined
    this.#filled = 0
    if (piece) await this.#goes(() => this.#given(piece))
  }

  async #hashedHere() {
    const hash = hashingHere.begin()
    if (this.#piece) {
      await hash.write(this.#piece.subarray(0, this.#filled))
      this.#memory.giveBack(this.#piece.buffer)
    }
    return hash.digest()
  }

  /** Once there is room. Where one fails, whoever waits for it next is told. */
  async #goes(send: () => Promise<void>): Promise<void> {
    if (this.#underway.length === AT_ONCE) await this.#underway.shift()
    this.#isSent = true
    this.#underway.push(quietly(send()))
  }

  async #given(piece: Uint8Array<ArrayBuffer>): Promise<void> {
    const { buffer } = await this.#api.write(this.#id, transfer(piece, [piece.buffer]))
    this.#memory.giveBack(buffer)
  }
}

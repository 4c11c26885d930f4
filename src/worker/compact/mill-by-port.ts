import { transfer, wrap, type Remote } from 'comlink'
import type { Mill } from '../../core/delta/mill'
import type { Codec } from '../../core/delta/note'
import type { Packer, Put } from '../../core/delta/packer'
import { quietly } from '../../core/quietly'
import { prepareCrossing } from '../door/transfer'
import type { MillApi } from './api'

/** The mill that another worker lends by a port. */
export function millBy(port: MessagePort): Mill {
  prepareCrossing()
  const api = wrap<MillApi>(port)
  let begun = 0
  return {
    match: (residual, reference) =>
      api.match(transfer(residual, [residual.buffer]), transfer(reference, [reference.buffer])),
    packer: (codec, put) => new PackerByPort(api, begun++, codec, put),
  }
}

class PackerByPort implements Packer {
  readonly #api: Remote<MillApi>
  readonly #id: number
  readonly #put: Put
  /** What was given last, being packed: whoever gives more waits for it. */
  #underway: Promise<readonly Uint8Array[]>

  constructor(api: Remote<MillApi>, id: number, codec: Codec, put: Put) {
    this.#api = api
    this.#id = id
    this.#put = put
    this.#underway = quietly(api.beginPacking(id, codec).then(() => []))
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#fetch()
    const mine = bytes.slice()
    this.#underway = quietly(this.#api.pack(this.#id, transfer(mine, [mine.buffer])))
  }

  async finish(): Promise<void> {
    await this.#fetch()
    this.#underway = quietly(this.#api.endPacking(this.#id))
    await this.#fetch()
  }

  async #fetch(): Promise<void> {
    for (const bytes of await this.#underway) await this.#put(bytes)
  }
}

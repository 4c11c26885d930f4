import { transfer, wrap, type Remote } from 'comlink'
import { millHere, type Mill } from '../../core/delta/mill'
import type { Packer, Put } from '../../core/delta/packer'
import { joined } from '../../core/joined'
import { quietly } from '../../core/quietly'
import { prepareCrossing } from '../door/transfer'
import type { MillApi, Packing } from './api'

/** Less is not worth a message. */
const WORTH_IT = 64 * 1024

/** The mill that another worker lends by a port. */
export function millBy(port: MessagePort): Mill {
  prepareCrossing()
  const api = wrap<MillApi>(port)
  const here = millHere()
  let begun = 0
  return {
    match: (residual, reference) =>
      residual.length + reference.length < WORTH_IT
        ? here.match(residual, reference)
        : api.match(transfer(residual, [residual.buffer]), transfer(reference, [reference.buffer])),
    packer: (codec, put) => new PackerByPort(api, { id: begun++, codec }, put),
  }
}

class PackerByPort implements Packer {
  readonly #api: Remote<MillApi>
  readonly #packing: Packing
  readonly #put: Put
  /** What is gathered for the next message. */
  #gathered: Uint8Array[] = []
  #size = 0
  /** What was given last, being packed: whoever gives more waits for it. */
  #underway: Promise<readonly Uint8Array[]> = Promise.resolve([])

  constructor(api: Remote<MillApi>, packing: Packing, put: Put) {
    this.#api = api
    this.#packing = packing
    this.#put = put
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#gathered.push(bytes.slice())
    this.#size += bytes.length
    if (this.#size < WORTH_IT) return
    await this.#fetch()
    this.#underway = quietly(this.#api.pack(this.#packing, this.#taken()))
  }

  async finish(): Promise<void> {
    await this.#fetch()
    this.#underway = quietly(this.#api.endPacking(this.#packing, this.#taken()))
    await this.#fetch()
  }

  #taken(): Uint8Array<ArrayBuffer> {
    const bytes = joined(this.#gathered)
    this.#gathered = []
    this.#size = 0
    return transfer(bytes, [bytes.buffer])
  }

  async #fetch(): Promise<void> {
    for (const bytes of await this.#underway) await this.#put(bytes)
  }
}

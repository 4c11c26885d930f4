import { letGo } from '../compression/same-memory'

/** Numbers that may be places. */
export type Places = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** For places in a layer of so many bytes: below 4 GiB they take half of the memory. */
export const placesOf =
  (layer: number) =>
  (length: number): Places =>
    new (layer < 2 ** 32 ? Uint32Array : Float64Array)(length)

/** Numbers that come one after the other: of a million, an array takes several times the memory. */
export class Column<T extends Places> {
  readonly #make: (length: number) => T
  #numbers: T
  #length = 0

  /** @param expected so many, about. */
  constructor(make: (length: number) => T, expected = FEW) {
    this.#make = make
    this.#numbers = make(Math.max(FEW, Math.ceil(expected)))
  }

  add(number: number): void {
    if (this.#length === this.#numbers.length) this.#grow()
    this.#numbers[this.#length++] = number
  }

  /** All of them, in memory of no more than their size; what they were gathered in is gone. */
  taken(): T {
    const all = this.#make(this.#length)
    all.set(this.#numbers.subarray(0, this.#length))
    letGo(this.#numbers.buffer)
    this.#numbers = this.#make(0)
    this.#length = 0
    return all
  }

  #grow(): void {
    const numbers = this.#numbers
    this.#numbers = this.#make(Math.max(FEW, 2 * numbers.length))
    this.#numbers.set(numbers)
    letGo(numbers.buffer)
  }
}

/** Of thousands of layers each may be small. */
const FEW = 16

import { spools } from './scratch'

/** Spools by what they are needed for, which are given back together. */
export class ClaimedSpools {
  readonly #names = new Map<string, readonly string[]>()

  async claim(of: string): Promise<string> {
    const name = await spools.claim()
    this.#names.set(of, [...(this.#names.get(of) ?? []), name])
    return name
  }

  /** What is claimed meanwhile stays. @param read whoever still reads them, where somebody does. */
  release(of: string, read?: Promise<unknown>): void {
    const names = this.#names.get(of) ?? []
    this.#names.delete(of)
    const give = () => names.forEach((name) => void spools.release(name))
    if (read) void read.then(give, give)
    else give()
  }
}

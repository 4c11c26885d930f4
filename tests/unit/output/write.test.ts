import { expect, test } from 'vitest'
import { ArchiveError, faultOf } from '../../../src/core/errors'
import { writeFile } from '../../../src/output/write'

const MIB = 1024 * 1024

/** A file that a picker might give: it counts what is written, and closes as it is told. */
class FakeFile {
  readonly kind = 'file'
  readonly name = 'app.slim.tar'
  readonly pieces: number[] = []
  readonly #close: () => Promise<void>
  left = 'open'

  constructor(close: () => Promise<void> = async () => {}) {
    this.#close = close
  }

  async createWritable() {
    return {
      write: async (piece: Blob) => void this.pieces.push(piece.size),
      close: async () => {
        await this.#close()
        this.left = 'written'
      },
      abort: async () => void (this.left = 'aborted'),
    }
  }

  getFile = async () => new File([], this.name)
  remove = async () => void (this.left = 'removed')
}

/** So many bytes, none of which is there. */
class HollowBlob extends Blob {
  readonly #bytes: number

  constructor(bytes: number) {
    super()
    this.#bytes = bytes
  }

  override get size(): number {
    return this.#bytes
  }

  override slice(from = 0, to = this.#bytes): Blob {
    return new HollowBlob(Math.min(to, this.#bytes) - from)
  }
}

const going = () => new AbortController().signal

test('it is written in pieces of 64 MiB, the first of them smaller; each is told', async () => {
  const file = new FakeFile()
  const told: number[] = []
  await writeFile(file, new HollowBlob(200 * MIB), false, (bytes) => told.push(bytes / MIB), going())
  expect(file.pieces.map((bytes) => bytes / MIB)).toEqual([8, 16, 32, 64, 64, 16])
  expect(told).toEqual([0, 8, 24, 56, 120, 184, 200])
  expect(file.left).toBe('written')
})

test('a file that the browser refuses at the end has a fault of its own, and is gone', async () => {
  const file = new FakeFile(() => Promise.reject(new DOMException('Blocked by Safe Browsing.', 'AbortError')))
  const refused = writeFile(file, new Blob(['x']), false, () => {}, going())
  await expect(refused).rejects.toThrow(ArchiveError)
  expect(await refused.catch(faultOf)).toEqual({
    code: 'write-refused',
    facts: { file: 'app.slim.tar', reason: 'Blocked by Safe Browsing.' },
  })
  expect(file.left).toBe('removed')
})

test('a write that is cancelled ends as that, and leaves no file', async () => {
  const file = new FakeFile()
  const controller = new AbortController()
  const written = writeFile(file, new HollowBlob(200 * MIB), false, () => controller.abort(), controller.signal)
  await expect(written).rejects.toMatchObject({ name: 'AbortError' })
  expect(file).toMatchObject({ pieces: [], left: 'removed' })
})

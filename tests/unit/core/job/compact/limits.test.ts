import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { BerWriter } from '../../../../../src/core/delta/ber'
import { OPS_MAGIC } from '../../../../../src/core/delta/read-ops'
import { LIMIT } from '../../../../../src/core/delta/segment'
import { packedBy } from '../../../../fixtures/compact-archives'
import { example, heldLayer, sources } from '../../../../fixtures/compact-example'
import { uncompacted } from '../../../../fixtures/compacting'
import { imageOfLayers } from '../../../../fixtures/layered'
import { faultOf } from '../../../../fixtures/opening'
import { concat, fileOf, tarOf, utf8, type Bytes } from '../../../../fixtures/tar'

const base = fileOf(imageOfLayers([...sources, heldLayer] as Bytes[]), 'base.tar')

/** A compact archive in which one entry is another. */
const restoredWith = (codec: 'gzip' | 'zstd', ending: string, body?: Bytes) => {
  const { members } = example({ codec, frame: codec })
  const changed = members.map((one) => (body && one.name.includes(ending) ? { ...one, body } : one))
  return uncompacted(fileOf(tarOf(changed), 'app.compact.tar'), [base])
}

test('as it is it comes back', async () => {
  expect(Buffer.compare(await restoredWith('gzip', ''), example().whole)).toBe(0)
})

function opsOf(...numbers: readonly number[]): Bytes {
  const writer = new BerWriter()
  numbers.forEach((number) => writer.put(number))
  return gzipSync(concat(utf8(OPS_MAGIC), writer.bytes())) as Bytes
}

test.each([
  ['residual', [LIMIT.residual + 1, 0, 0, 0, 0, 0, 0, 0, 0], LIMIT.residual],
  ['references', [0, LIMIT.references + 1, 0, 0, 0, 0, 0, 0, 0], LIMIT.references],
  ['reference', [0, 1, 0, 0, 5, 0, 0, 0, 0, 0, LIMIT.reference + 1], LIMIT.reference],
  ['steps', [0, 0, LIMIT.steps + 1, 0, 0, 0, 0, 0, 0], LIMIT.steps],
  ['matches', [80, 0, 0, 12, 0, 0, 0, 0, 0], LIMIT.matches(80)],
  ['column bytes', [0, 1, 0, 0, 17, 0, 0, 0, 0], 16],
] as const)(
  'more %s than a reader gives is refused, by the name of the file and the entry',
  async (_, numbers, most) => {
    expect(await faultOf(restoredWith('gzip', '/ops', opsOf(...numbers)))).toMatchObject({
      code: 'compact-limit',
      facts: { file: 'app.compact.tar', entry: expect.stringMatching(/\/ops$/), expected: most, found: most + 1 },
    })
  },
)

/** A frame that says of itself: window of 2^27, one raw block of a byte (RFC 8878, 3.1.1). */
const wide = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 17 << 3, 0x09, 0x00, 0x00, 0x4c)

test.each(['/ops', '/literals', '/frame.tar.zst'])('so is a window of zstd in %s', async (ending) => {
  expect(await faultOf(restoredWith('zstd', ending, wide))).toMatchObject({
    code: 'compact-limit',
    facts: { entry: expect.stringContaining(ending), expected: 2 ** 23, found: 2 ** 27 },
  })
})

test('a frame that unpacks to more than the note says is not kept to its end', async () => {
  const bomb = packedBy('zstd', new Uint8Array(64 * 1024 * 1024))
  expect(await faultOf(restoredWith('zstd', '/frame.tar.zst', bomb))).toMatchObject({
    code: 'compact-size',
    facts: { entry: 'layershed/frame.tar.zst', expected: example().members.at(-1)!.body.length },
  })
})

describe('an entry that is damaged is named, and so is its place', () => {
  const codecs = ['gzip', 'zstd'] as const
  const places = codecs.flatMap((codec) =>
    ['/ops', '/literals', '/frame.tar'].map((ending) => [codec, ending] as const),
  )

  function bodyOf(codec: 'gzip' | 'zstd', ending: string): Bytes {
    return Uint8Array.from(
      example({ codec, frame: codec }).members.find(({ name }) => name.includes(ending))!.body as Bytes,
    )
  }

  test.each(places)('packed by %s: %s', async (codec, ending) => {
    const flipped = bodyOf(codec, ending)
    const middle = flipped.length >> 1
    flipped.fill(0xff, middle, middle + 8)
    for (const wrong of [flipped, bodyOf(codec, ending).subarray(0, -12)]) {
      const fault = await faultOf(restoredWith(codec, ending, wrong))
      expect(fault).toMatchObject({ code: 'compact-packed', facts: { entry: expect.stringContaining(ending) } })
      const { members } = example({ codec, frame: codec })
      const changed = members.map((one) => (one.name.includes(ending) ? { ...one, body: wrong } : one))
      const { offset } = fault?.facts as { offset: number }
      expect(Buffer.from(tarOf(changed)).subarray(offset, offset + wrong.length)).toEqual(Buffer.from(wrong))
    }
  })

  test.each([
    ['fewer', -1],
    ['more', 1],
  ])('literals of %s bytes than the note says', async (_, by) => {
    const plain = gunzipSync(bodyOf('gzip', '/literals'))
    const other = gzipSync(concat(plain.subarray(0, plain.length + Math.min(by, 0)), new Uint8Array(Math.max(by, 0))))
    expect(await faultOf(restoredWith('gzip', '/literals', other as Bytes))).toMatchObject({
      code: 'compact-size',
      facts: { entry: expect.stringMatching(/\/literals$/), expected: plain.length, found: plain.length + by },
    })
  })
})

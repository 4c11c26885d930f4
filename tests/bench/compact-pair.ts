import { openAsBlob } from 'node:fs'
import { createHash } from 'node:crypto'
import { millHere } from '../../src/core/delta/mill'
import { OldSpace } from '../../src/core/delta/old-space'
import { packer, type Put } from '../../src/core/delta/packer'
import { rebuilt } from '../../src/core/delta/rebuild'
import { makeRecipe, readOlds } from '../../src/core/delta/recipe'
import { codecs } from '../../src/core/delta/note'

/** One pair: what a changed layer comes to, and whether it comes back. `node compact-pair.js OLD NEW`, plain layer tars. */
const [oldPath = '', newPath = ''] = process.argv.slice(2)
const [old, fresh] = [await openAsBlob(oldPath), await openAsBlob(newPath)]

function gathering() {
  const parts: Uint8Array[] = []
  const put: Put = async (bytes) => void parts.push(bytes.slice())
  return { parts, put, size: () => parts.reduce((sum, { length }) => sum + length, 0) }
}

const [plainOps, plainLiterals] = [gathering(), gathering()]
const packed = codecs.map((codec) => ({ codec, ops: gathering(), literals: gathering() }))
const start = performance.now()
const recipe = await makeRecipe(fresh, await readOlds([old]), {
  sinks: { ops: plainOps.put, literals: plainLiterals.put },
  mill: millHere(),
  look: async () => {},
})
const made = (performance.now() - start) / 1000
const times: Record<string, number> = {}
for (const { codec, ops, literals } of packed) {
  const began = performance.now()
  for (const [from, to] of [
    [plainOps, ops],
    [plainLiterals, literals],
  ] as const) {
    const packing = packer(codec, to.put)
    for (const part of from.parts) await packing.write(part)
    await packing.finish()
  }
  times[codec] = (performance.now() - began) / 1000
}
const hash = createHash('sha256')
const restoring = performance.now()
const announced = { ...recipe, size: fresh.size }
for await (const chunk of rebuilt(announced, stream(plainOps.parts), stream(plainLiterals.parts), new OldSpace([old])))
  hash.update(chunk)
const restored = (performance.now() - restoring) / 1000
const expected = createHash('sha256')
for await (const chunk of fresh.stream()) expected.update(chunk)

console.log(
  JSON.stringify({
    size: fresh.size,
    segments: recipe.segments,
    opsPlain: plainOps.size(),
    literalsPlain: plainLiterals.size(),
    bytes: Object.fromEntries(packed.map(({ codec, ops, literals }) => [codec, ops.size() + literals.size()])),
    opsPacked: Object.fromEntries(packed.map(({ codec, ops }) => [codec, ops.size()])),
    seconds: { make: made, ...times, restore: restored },
    whole: hash.digest('hex') === expected.digest('hex'),
    memory: Math.round(process.memoryUsage.rss() / 1e6),
  }),
)

async function* stream(parts: readonly Uint8Array[]) {
  yield* parts
}

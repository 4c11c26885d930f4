import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { indexTar, type TarIndex } from '../../../../src/core/tar/index'
import { BlobSource } from '../../../../src/core/tar/source'
import type { Entry } from '../../../../src/core/tar/walk'
import { mutatedTars } from '../../../fixtures/mutated-tars'
import { oddTars } from '../../../fixtures/odd-tars'
import { faultOf } from '../../../fixtures/opening'
import { concat, fileOf, type Bytes } from '../../../fixtures/tar'

/**
 * Engines read archives with Go's archive/tar. What it makes of each archive is written down, so that tests need no Go:
 * `RECORD_GO_TAR=1 npx vitest run --project unit as-go-reads` asks it anew (Go 1.19 was asked last).
 */
const ANSWERS = 'tests/fixtures/go-tar/answers.txt'
const MUTATED = { count: 6_000, seed: 2026 }

const REFUSED = 'refused'

// Slow machines are no fault.
vi.setConfig({ testTimeout: 120_000 })

/** Go's listings are long; to compare them, their checksums will do. */
const asWritten = (listing: string) => (listing === REFUSED ? REFUSED : (crc32(listing) >>> 0).toString(16))

const archives = [...oddTars.map(({ bytes }) => bytes), ...mutatedTars(MUTATED.count, MUTATED.seed)]
if (process.env['RECORD_GO_TAR']) writeFileSync(ANSWERS, askGo(archives).map(asWritten).join('\n') + '\n')
const answers = readFileSync(ANSWERS, 'utf8').trimEnd().split('\n')

function askGo(archives: readonly Bytes[]): string[] {
  const input = concat(
    ...archives.flatMap((archive) => {
      const length = new Uint8Array(4)
      new DataView(length.buffer).setUint32(0, archive.length)
      return [length, archive]
    }),
  )
  const output = execFileSync('go', ['run', 'tests/fixtures/go-tar/main.go'], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return output
    .split('end\n')
    .slice(0, -1)
    .map((listing) => listing.replace(/\n$/, ''))
}

/** What we list, in the words of the Go program. */
async function listing(archive: Bytes): Promise<string> {
  const source = new BlobSource(fileOf(archive, 'odd.tar'), 'odd.tar')
  let index: TarIndex | undefined
  const fault = await faultOf(indexTar(source).then((read) => (index = read)))
  if (fault || !index) return REFUSED
  const lines: string[] = []
  for (const entry of index.entries) lines.push(lineOf(entry, await index.read(entry)))
  return lines.join('\n')
}

function lineOf(entry: Entry, bytes: Uint8Array): string {
  if (entry.typeflag === 'g') return 'g'
  const { mode, uid, gid, mtime } = entry
  const flag = entry.type === 'file' ? '0' : entry.type === 'directory' ? '5' : entry.typeflag
  const about = entry.type === 'sparse' ? 'sparse' : `${flag.charCodeAt(0)} ${bytes.length} ${hex(crc32(bytes) >>> 0)}`
  const numbers = [mode, uid, gid, Math.floor(mtime)].map((value) => (Math.abs(value) > 2 ** 53 ? 'large' : value))
  return [about, ...numbers, hexOf(entry.name), hexOf(entry.link)].join(' ')
}

const hex = (value: number) => value.toString(16).padStart(8, '0')

/** The bytes that a name was read from: one that is no UTF-8 keeps them as lone surrogates. */
function hexOf(name: string): string {
  const bytes = /\p{Cs}/u.test(name)
    ? Uint8Array.from(name, (letter) => letter.charCodeAt(0) & 0xff)
    : new TextEncoder().encode(name)
  return Buffer.from(bytes).toString('hex')
}

test('every archive has its answer', () => {
  expect(answers).toHaveLength(archives.length)
})

/** Go takes an archive for whole that ends where an extended header announced one more member; here that is told as cut off. */
const CUT_OFF = 'end: a PAX header last, no zero block'

test.each(oddTars.map(({ name, bytes }, at) => ({ name, bytes, answer: name === CUT_OFF ? REFUSED : answers[at] })))(
  '$name',
  async ({ bytes, answer }) => {
    expect(asWritten(await listing(bytes))).toBe(answer)
  },
)

test(`${MUTATED.count} archives, changed by chance: what Go lists, or refused`, async () => {
  const differing: number[] = []
  let refusedByUsAlone = 0
  for (const [at, archive] of archives.slice(oddTars.length).entries()) {
    const ours = asWritten(await listing(archive))
    if (ours === answers[oddTars.length + at]) continue
    if (ours === REFUSED) refusedByUsAlone++
    else differing.push(at)
  }
  expect(differing).toEqual([])
  expect(refusedByUsAlone).toBeLessThan(MUTATED.count / 100)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMPTY_BLOB } from '../../../../src/core/image/digest'
import { fingerprint } from '../../../../src/core/job/fingerprint'
import { holdingOfArchive } from '../../../../src/core/destination/holding'
import { combine } from '../../../../src/core/destination/destination'
import { checked, checkedArchive } from '../../../fixtures/checking'
import { diffIdOf } from '../../../fixtures/layers'
import { destinationOf, openArchive, openSample, sampleFile, slimmed } from '../../../fixtures/opening'
import { blobName, containerdArchive, nestedArchive } from '../../../fixtures/oci-archives'
import { legacyArchive } from '../../../fixtures/docker-archives'
import { fileOfSpec, layoutNames, layouts, scenario } from '../../../fixtures/scenarios'
import { missizedArchive, type Missized } from '../../../fixtures/stated-sizes'
import { fileOf, tarOf, type Member } from '../../../fixtures/tar'
import { base, target, writers } from '../../../engines/samples'

const nameIn = (path: string) => path.split('/').at(-1)!
const samples = [...writers.flatMap((by) => [base(by), target(by)])].map(nameIn)

test.each([...samples, 'docker20-two-images.tar', 'docker20-web.tar', 'docker20-base-main.tar'])(
  '%s is whole, and says so for every engine that reads it',
  async (name) => {
    const report = await checkedArchive(await openSample(name))
    expect(report).toMatchObject({ verdict: 'whole', contradictions: [], there: [] })
    expect(report.layers.whole).toBe(report.layers.total)
    for (const { complete } of report.images) expect(complete.found).toBe(complete.expected)
    for (const { engine, loads, because } of report.engines)
      if (because !== 'unread') expect([engine, loads]).toEqual([engine, 'anywhere'])
  },
)

test('whatever is written by anybody is whole', async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async ({ bases, target }) => {
      for (const spec of [target, ...bases]) {
        const { verdict, contradictions, images } = await checked(fileOfSpec(spec))
        const states = images.flatMap(({ layers, config }) => [config, ...layers.map(({ state }) => state)])
        expect({ verdict, contradictions, states: states.filter(({ kind }) => kind !== 'whole') }).toEqual({
          verdict: 'whole',
          contradictions: [],
          states: [],
        })
      }
    }),
    { numRuns: 60 },
  )
})

test.each(['universal', 'as-is'] as const)(
  'what is slimmed %s needs its base, and is satisfied by it',
  async (form) => {
    for (const by of writers) {
      const there = await destinationOf([await sampleFile(nameIn(base(by)))])
      const { output } = await slimmed(await sampleFile(nameIn(target(by))), there, form)
      const slim = Object.assign(output, { name: 'slim.tar' })
      const report = await checked(slim, there)
      expect([by, report.verdict, report.contradictions]).toEqual([by, 'needs-base', []])
      expect(report.there).toMatchObject([{ base: { source: nameIn(base(by)) }, lacks: undefined }])
      expect(report.images[0]!.complete).toEqual({ found: 3, expected: 4 })
      expect(report.layers).toEqual({ whole: 2, total: 3 })
    }
  },
)

test('a layer that nobody there has is named', async () => {
  const there = await destinationOf([
    fileOf(tarOf(legacyArchive([{ tags: ['base:1'], layers: ['A', 'B'] }])), 'base.tar'),
  ])
  const other = await destinationOf([fileOf(tarOf(legacyArchive([{ tags: ['less:1'], layers: ['A'] }])), 'less.tar')])
  const app = fileOf(tarOf(legacyArchive([{ tags: ['app:1'], layers: ['A', 'B', 'C'] }])), 'app.tar')
  const slim = Object.assign((await slimmed(app, there, 'as-is')).output, { name: 'slim.tar' })
  const { there: held } = await checked(slim, other)
  expect(held).toEqual([
    {
      image: 'app:1',
      base: { name: 'less:1', source: 'less.tar' },
      lacks: { diffId: diffIdOf('B'), createdBy: 'COPY B.txt /' },
    },
  ])
})

test('a fingerprint holds nothing but the base’s digests', async () => {
  const print = await fingerprint(await openSample('docker20-base.tar'))
  const report = await checked(Object.assign(print, { name: 'print.tar' }))
  expect(report).toMatchObject({ verdict: 'needs-base', layers: { whole: 0, total: 1 } })
})

const app = [{ tags: ['app:1'], layers: ['A', 'B'], packing: 'gzip' }] as const

test.each(layoutNames)(
  '%s: a layer that is gone is absent, one with a byte that is another is damaged',
  async (layout) => {
    const members: Member[] = layouts[layout]([{ tags: ['app:1'], layers: ['A', 'B'] }])
    const isLayer = ({ body, type }: Member) =>
      type === undefined && body instanceof Uint8Array && body[0] !== 0x7b && body[0] !== 0x5b
    const without = (change: (member: Member) => Member[]) => {
      let done = false
      return fileOf(
        tarOf(members.flatMap((member) => (!done && isLayer(member) && (done = true) ? change(member) : [member]))),
      )
    }
    expect(await checked(without(() => []))).toMatchObject({ verdict: 'incomplete', layers: { whole: 1, total: 2 } })
    const flipped = await checked(
      without((member) => {
        const body = Uint8Array.from(member.body as Uint8Array)
        const at = Math.floor(body.length / 2)
        body[at] = body[at]! ^ 4
        return [{ ...member, body }]
      }),
    )
    expect(flipped).toMatchObject({ verdict: 'damaged', layers: { whole: 1, total: 2 } })
    const damaged = flipped.images[0]!.layers.find(({ state }) => state.kind === 'damaged')!
    expect(damaged.offset).toBeGreaterThan(0)
    expect(damaged.state).toMatchObject({ kind: 'damaged', expected: expect.stringMatching(/^sha256:/) })
  },
)

test('attestations are hashed with the rest, and missed where they are named and absent', async () => {
  const members = nestedArchive('app:1', [{ image: app[0], has: 'all' }], true)
  const statement = members.find(({ body }) => new TextDecoder().decode(body as Uint8Array).includes('in-toto.io'))!
  expect(await checked(fileOf(tarOf(members)))).toMatchObject({ verdict: 'whole' })
  expect(await checked(fileOf(tarOf(members.filter((one) => one !== statement))))).toMatchObject({
    verdict: 'incomplete',
    layers: { whole: 2, total: 2 },
  })
  const other = members.map((one) =>
    one === statement ? { ...one, body: Uint8Array.of(...(one.body as Uint8Array), 10) } : one,
  )
  expect(await checked(fileOf(tarOf(other)))).toMatchObject({ verdict: 'damaged' })
})

test('lists that name an image differently contradict each other', async () => {
  const members = containerdArchive([{ tags: ['app:1'], layers: ['A'] }])
  const renamed = members.map((one) =>
    one.name === 'manifest.json' ? { ...one, body: String(one.body).replace('app:1', 'apq:1') } : one,
  )
  const report = await checked(fileOf(tarOf(renamed)))
  expect(report.verdict).toBe('damaged')
  expect(report.contradictions).toMatchObject([{ code: 'names-differ' }])
})

test('a base whose images are there satisfies what was emptied, whatever brought it', async () => {
  const archive = await openArchive(await sampleFile('docker20-base.tar'))
  const report = await checkedArchive(archive, combine([holdingOfArchive(archive)], 'one-host'))
  expect(report.there).toEqual([])
})

/** Which readers take it, with manifest.json and without; each was tried (see tests/engines). */
test.each<[Missized, string, string]>([
  ['manifest', '', ''],
  ['layer', '', ''],
  ['nothing', 'containerd no-size, ctr no-size', 'containerd no-size, ctr no-size'],
  ['config', 'registry config-size', 'podman config-size, registry config-size'],
])('of right bytes a wrong size alone stops hardly an engine: %s', async (of, listed, bare) => {
  for (const [list, refused] of [
    [true, listed],
    [false, bare],
  ] as const) {
    const { verdict, engines, images, blobs } = await checked(fileOf(tarOf(missizedArchive(of, list))))
    expect(verdict).toBe('damaged')
    const states = [...images.flatMap(({ config, layers }) => [config, ...layers.map(({ state }) => state)]), ...blobs.map(({ state }) => state)] // prettier-ignore
    expect(states.filter(({ kind }) => kind !== 'whole')).toMatchObject([{ kind: 'damaged', by: 'stated-size' }])
    const nowhere = engines.filter(({ loads, because }) => loads === 'nowhere' && because !== 'unread')
    expect(nowhere.map(({ engine, because }) => `${engine} ${because}`).join(', ')).toBe(refused)
  }
})

test('the empty blob is whole without a byte, and an image without a name contradicts no index that names it', async () => {
  const empty = { name: blobName(EMPTY_BLOB), body: '' }
  const named = containerdArchive([{ tags: ['app:1'], layers: ['A'] }])
  const members = named.map((one) =>
    one.name === 'manifest.json' ? { ...one, body: String(one.body).replace('["app:1"]', 'null') } : one,
  )
  expect(await checked(fileOf(tarOf([...members, empty])))).toMatchObject({ verdict: 'whole', contradictions: [] })
})

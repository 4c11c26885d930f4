import { expect, test } from 'vitest'
import { contentsOf } from '../../../../../src/core/handover/contents'
import { kitOf } from '../../../../../src/core/handover/kit/kit'
import { chainIds } from '../../../../../src/core/image/chain'
import { destinationOf, openArchive, openMembers, slimmed } from '../../../../fixtures/opening'
import { legacyArchive } from '../../../../fixtures/docker-archives'
import { diffIdOf, idOf } from '../../../../fixtures/layers'
import { fileOf, tarOf } from '../../../../fixtures/tar'

const image = (tag: string, ...layers: string[]) => ({ tags: [tag], layers })
const whole = async (...images: ReturnType<typeof image>[]) => contentsOf(await openMembers(legacyArchive(images)))

async function slim(target: ReturnType<typeof image>, bases: ReturnType<typeof image>[], form: 'universal' | 'as-is') {
  const files = bases.map((base) => fileOf(tarOf(legacyArchive([base])), 'base.tar'))
  const { output } = await slimmed(fileOf(tarOf(legacyArchive([target]))), await destinationOf(files), form)
  return contentsOf(await openArchive(Object.assign(output, { name: 'slim.tar' })))
}

const known = [{ image: 'app:1', reference: 'base:1', diffIds: [diffIdOf('A')] }]

test('a slim archive needs what it was slimmed by, a whole one nothing', async () => {
  const app = await slim(image('app:1', 'A', 'B'), [image('base:1', 'A')], 'universal')
  const [one, two] = kitOf([{ file: '01-app.slim.tar', contents: app }, { file: '02-x.tar', contents: await whole(image('x:1', 'X')) }], known) // prettier-ignore
  expect(one).toMatchObject({
    bases: [{ name: 'base:1', diffIds: [diffIdOf('A')] }],
    blobs: [diffIdOf('A')],
    unfit: [],
    images: [{ label: 'app:1', names: ['app:1'], fullNames: ['docker.io/library/app:1'] }],
  })
  expect(one?.images[0]?.stacks).toMatchObject([
    { id: idOf({ tags: ['app:1'], layers: ['A', 'B'] }), diffIds: [diffIdOf('A'), diffIdOf('B')] },
  ])
  expect(two).toMatchObject({ bases: [], blobs: [], unfit: [], images: [{ label: 'x:1' }] })
})

test('what an earlier archive of the kit brings is not asked of the destination', async () => {
  const base = await whole(image('base:1', 'A'))
  const app = await slim(image('app:1', 'A', 'B'), [image('base:1', 'A')], 'universal')
  const packed = [
    { file: '01-base.tar', contents: base },
    { file: '02-app.slim.tar', contents: app },
  ]
  expect(kitOf(packed, known).map(({ bases, blobs }) => [bases, blobs])).toEqual([
    [[], []],
    [[], []],
  ])
  expect(kitOf(packed.toReversed(), known)[0]?.bases).toHaveLength(1)
})

test('a layer that the archive keeps because it needs it higher up is not asked for', async () => {
  const app = await slim(image('app:1', 'A', 'B', 'B'), [image('main:1', 'A', 'B')], 'universal')
  expect(kitOf([{ file: '01-app.slim.tar', contents: app }], [])[0]?.bases).toEqual([
    { name: undefined, diffIds: [diffIdOf('A')] },
  ])
})

test('as is, an archive is not for containerd; without a manifest.json, not for the classic store', async () => {
  const asIs = await slim(image('app:1', 'A', 'B'), [image('base:1', 'A')], 'as-is')
  expect(kitOf([{ file: '01-app.slim.tar', contents: asIs }], [])[0]?.unfit).toEqual([
    { store: 'containerd', how: 'damaged' },
  ])
  const layout = { ...asIs, layout: 'oci-layout' as const }
  expect(kitOf([{ file: '01-app.slim.tar', contents: layout }], [])[0]?.unfit).toEqual([
    { store: 'classic', how: 'unread' },
  ])
})

test('names that no engine takes stand nowhere, and platforms of one name are one image', async () => {
  const contents = await whole(image('$(harm)', 'A'), image('app:1', 'A', 'B'), image('app:1', 'A', 'C'))
  const [kit] = kitOf([{ file: '01-a.tar', contents }], [{ image: 'x', reference: '$(harm)', diffIds: [] }])
  expect(JSON.stringify(kit)).not.toContain('harm')
  expect(kit?.images.map(({ label, stacks }) => [label, stacks.length])).toEqual([
    [contents.images[0]?.id.slice(0, 19), 1],
    ['app:1', 2],
  ])
})

test('the deepest of what an image lacks is asked for, by its whole stack', async () => {
  const app = await slim(image('app:1', 'A', 'B', 'C'), [image('base:1', 'A', 'B')], 'universal')
  const [kit] = kitOf([{ file: '01-a.tar', contents: app }], [])
  expect(kit?.bases.map(({ diffIds }) => diffIds)).toEqual([[diffIdOf('A'), diffIdOf('B')]])
  expect(app.images[0]?.layers.map(({ chain }) => chain)).toEqual(
    await chainIds([diffIdOf('A'), diffIdOf('B'), diffIdOf('C')]),
  )
})

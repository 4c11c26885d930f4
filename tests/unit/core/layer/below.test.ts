import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compared, linesOf } from '../../../fixtures/reading-layers'
import type { Member } from '../../../fixtures/tar'

/** What a layer may hold: a few paths, so that layers meet at them. */
type Spec =
  | { readonly kind: 'file'; readonly size: number; readonly mode: number }
  | { readonly kind: 'folder'; readonly mode: number }
  | { readonly kind: 'symlink'; readonly link: string }
  | { readonly kind: 'whiteout' }
  | { readonly kind: 'opaque' }

type Layer = ReadonlyMap<string, Spec>

const name = fc.constantFrom('a', 'b', 'c')
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))
const mode = fc.constantFrom(0o644, 0o755)
const spec: fc.Arbitrary<Spec> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('file' as const), size: fc.constantFrom(0, 10, 600), mode }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('folder' as const), mode }) },
  fc.record({ kind: fc.constant('symlink' as const), link: name }),
  fc.constant({ kind: 'whiteout' as const }),
  fc.constant({ kind: 'opaque' as const }),
)
const layer: fc.Arbitrary<Layer> = fc
  .array(fc.tuple(path, spec), { maxLength: 8 })
  .map((items) => new Map(items))
  // What no writer makes: something in what is no folder.
  .map((items) => new Map([...items].filter(([path]) => ancestorsOf(path).every((over) => holds(items.get(over))))))

const holds = (spec: Spec | undefined) =>
  !spec || spec.kind === 'folder' || spec.kind === 'opaque' || spec.kind === 'whiteout'
const brings = (spec: Spec) => spec.kind !== 'whiteout' && spec.kind !== 'opaque'

const ancestorsOf = (path: string) =>
  path.split('/').slice(1).map((_, at) => path.split('/').slice(0, at + 1).join('/')) // prettier-ignore

function memberOf([path, spec]: [string, Spec]): Member {
  const slash = path.lastIndexOf('/') + 1
  if (spec.kind === 'whiteout') return { name: `${path.slice(0, slash)}.wh.${path.slice(slash)}` }
  if (spec.kind === 'opaque') return { name: `${path}/.wh..wh..opq` }
  if (spec.kind === 'symlink') return { name: path, type: '2', link: spec.link, mode: 0o777 }
  if (spec.kind === 'folder') return { name: `${path}/`, type: '5', mode: spec.mode }
  return { name: path, body: 'x'.repeat(spec.size), mode: spec.mode }
}

/** An image's file system as plain paths; a folder that no layer wrote an entry for is undefined. */
type Model = Map<string, Spec | undefined>

const isFolder = (model: Model, path: string) => model.has(path) && (model.get(path)?.kind ?? 'folder') === 'folder'

function removeTree(model: Model, path: string, itself: boolean): void {
  for (const key of [...model.keys()]) if ((itself && key === path) || key.startsWith(`${path}/`)) model.delete(key)
}

/** OCI image-spec, "Applying Changesets", word by word. */
function applied(before: Model, changes: Layer): Model {
  const model = new Map(before)
  for (const [path, { kind }] of changes) {
    if (kind === 'whiteout') removeTree(model, path, true)
    if (kind === 'opaque') removeTree(model, path, false)
  }
  for (const [path, spec] of changes) {
    if (!brings(spec)) continue
    for (const over of ancestorsOf(path)) if (!isFolder(model, over)) model.set(over, undefined)
    if (spec.kind !== 'folder' || !isFolder(model, path)) removeTree(model, path, true)
    model.set(path, spec)
  }
  return model
}

const stack = fc.array(layer, { minLength: 1, maxLength: 4 })

const MAKES_ROOM = new Set<Spec['kind'] | undefined>(['folder', 'whiteout'])

/** Without what no engine could unpack: something in what the layers below have as a file. */
function fitting(before: Model, changes: Layer): Layer {
  const blocked = (path: string) =>
    before.has(path) && !isFolder(before, path) && !MAKES_ROOM.has(changes.get(path)?.kind)
  const isFit = ([path, { kind }]: [string, Spec]) =>
    !ancestorsOf(path).some(blocked) && !(kind === 'opaque' && before.has(path) && !isFolder(before, path))
  return new Map([...changes].filter(isFit))
}

test('what a layer replaces, and what it hides, is what a plain model of the file system says', async () => {
  await fc.assert(
    fc.asyncProperty(stack, async (generated) => {
      const layers: Layer[] = []
      const models: Model[] = [new Map()]
      for (const changes of generated) {
        layers.push(fitting(models.at(-1)!, changes))
        models.push(applied(models.at(-1)!, layers.at(-1)!))
      }
      const [before, after] = models.slice(-2) as [Model, Model]
      const top = layers.at(-1)!
      const listing = await compared(layers.map((changes) => [...changes].map(memberOf)))

      const expected = [...top].filter(([path, spec]) => brings(spec) && before.has(path)).map(([path]) => path)
      expect([...listing.comparison.replaced.keys()].sort()).toEqual(expected.sort())

      const files = (model: Model) => [...model].filter(([, spec]) => spec && spec.kind !== 'folder')
      const gone = files(before).filter(([path]) => {
        const written = top.get(path)
        return !after.has(path) || isFolder(after, path) || (written !== undefined && brings(written))
      })
      const bytes = gone.reduce((sum, [, spec]) => sum + (spec?.kind === 'file' ? spec.size : 0), 0)
      expect(listing.summary().hidden).toEqual({ files: gone.length, bytes })

      for (const { path, change, type } of linesOf(listing)) {
        if (type === 'deletion' || type === 'opaque') continue
        const [was, now] = [before.get(path), top.get(path)]
        if (!now || !brings(now)) continue
        const same =
          before.has(path) && (JSON.stringify(was) === JSON.stringify(now) || (!was && now.kind === 'folder'))
        expect([path, change]).toEqual([path, !before.has(path) ? 'added' : same ? 'again' : 'changed'])
      }
    }),
    { numRuns: 400 },
  )
})

const differs = async (below: Member, above: Member) =>
  (await compared([[below], [above]])).comparison.replaced.get(String(above.name))?.differs

test('in what a file differs from the one below is told by its header', async () => {
  const file: Member = { name: 'main', body: 'x'.repeat(1000), pax: { mtime: '1700000000.25' } }
  expect(await differs(file, file)).toEqual([])
  expect(await differs(file, { ...file, pax: { mtime: '1700000000' } })).toEqual([])
  expect(await differs(file, { ...file, body: 'y'.repeat(1000) })).toEqual([])
  expect(await differs(file, { ...file, mode: 0o755 })).toEqual(['mode'])
  expect(await differs(file, { ...file, body: 'y', pax: { mtime: '1800000000' } })).toEqual(['size', 'time'])
  expect(await differs(file, { ...file, pax: { mtime: '1700000000', uid: '1000' } })).toEqual(['owner'])
  expect(await differs(file, { name: 'main', type: '2', link: 'other' })).toEqual(['type'])
  expect(await differs(file, { name: 'main', type: '5' })).toEqual(['type'])
  const link: Member = { name: 'main', type: '2', link: 'a' }
  expect(await differs(link, { ...link, link: 'b', mode: 0o777 })).toEqual(['link'])
  const folder: Member = { name: 'main', type: '5', mode: 0o755 }
  expect(await differs(folder, { ...folder, pax: { mtime: '1800000000' } })).toEqual([])
  expect(await differs(folder, { ...folder, mode: 0o700 })).toEqual(['mode'])
})

test('a file of two names is hidden only when both are', async () => {
  const below: Member[] = [
    { name: 'a', body: 'x'.repeat(900) },
    { name: 'b', type: '1', link: 'a' },
  ]
  expect((await compared([below, [{ name: '.wh.a' }]])).summary().hidden).toEqual({ files: 0, bytes: 0 })
  const both = await compared([below, [{ name: '.wh.a' }, { name: '.wh.b' }]])
  expect(both.summary().hidden).toEqual({ files: 1, bytes: 900 })
})

test('a hardlink over a file is compared as the file that it names', async () => {
  const file = { body: 'x'.repeat(900), mode: 0o755 }
  const listing = await compared([
    [{ name: 'b', ...file }],
    [
      { name: 'a', ...file },
      { name: 'b', type: '1', link: 'a' },
    ],
  ])
  expect(listing.comparison.replaced.get('b')?.differs).toEqual([])
})

test('a deleted folder hides all that it held, through every layer below', async () => {
  const listing = await compared([
    [{ name: 'cache/a', body: 'x'.repeat(100) }],
    [{ name: 'cache/b', body: 'x'.repeat(200) }],
    [{ name: '.wh.cache' }, { name: 'cache/', type: '5' }, { name: 'cache/new', body: 'x' }],
  ])
  expect(listing.summary()).toMatchObject({ deletions: 1, hidden: { files: 2, bytes: 300 } })
  expect(listing.summary().changes).toMatchObject({ added: { files: 1, bytes: 1 }, deleted: { files: 1, bytes: 300 } })
})

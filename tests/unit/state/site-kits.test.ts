import { expect, test, vi } from 'vitest'
import type { TransferRecord } from '../../../src/core/handover/record/record'
import type { SavedSiteKits } from '../../../src/model/site-kits'
import type { Kit, PassOn } from '../../../src/output/kit'
import { saveKits } from '../../../src/output/save-kits'
import { Hashing } from '../../../src/state/hashing.svelte'
import { KitMaking } from '../../../src/state/jobs/kit-making'
import { SiteKits } from '../../../src/state/site-kits.svelte'
import type { Choice } from '../../../src/worker/main/api'
import { give, itemNamed, openSession, rememberSite, until } from '../../fixtures/session'
import { reportOf } from '../../fixtures/views'

// Where bytes go to is the browser's; what would be written is read here.
vi.mock(import('../../../src/output/save-kits'), () => ({ saveKits: vi.fn() }))

const passOn: PassOn = async function* () {
  yield new Uint8Array()
  return ''
}

const hashing = new Hashing(async (blobs) =>
  blobs.map(({ start }) => ({
    start,
    digest: `sha256:${'a'.repeat(64)}` as const,
    diffId: undefined,
    fault: undefined,
  })),
)

/** Two sites whose names are alike to file systems, and one that has nothing; two archives. */
async function opened(names: readonly string[] = ['a/b', 'A:B', 'Ship']) {
  const opened = openSession()
  const { door, session } = opened
  for (const name of names) await rememberSite(opened, name)
  const nameOf = (id: string) => session.files.item(id)?.name
  door.plans = (target: string, { bases }: Choice) => {
    const report = reportOf(20, `${nameOf(target)?.replace('.tar', '')}.slim.tar`)
    return bases.some((id) => id.includes('Ship')) ? { ...report, verdict: { kind: 'no-destination' } } : report
  }
  await give(session, 'target', 'app.tar', 'web.tar')
  const table = await session.siteTable()
  await until(() => table.view.columns.every(({ planned }) => planned))
  const making = new KitMaking(door, session.files, hashing)
  const means = { table, sites: session.sites, slimming: session.toCarry.slimming, making }
  const kits = new SiteKits(door, means, async (work) => work(passOn))
  return { ...opened, table, kits }
}

type Opened = Awaited<ReturnType<typeof opened>>

const signal = () => new AbortController().signal

const textsOf = async (kit: Kit) => {
  const parts = await kit.make(() => {}, signal())
  const texts = kit.texts(new Map(parts.map(({ name }) => [name, 'f'.repeat(64)])))
  return { parts, text: (name: string) => texts.find((one) => one.name === name)?.text ?? '' }
}

const writtenAll = () =>
  vi.mocked(saveKits).mockImplementation(async (kits) => {
    for (const kit of kits) await textsOf(kit)
    return { how: 'file', written: kits.map((kit) => ({ kit, folder: kit.name })), failed: [] }
  })

const saved = ({ kits }: Opened) => kits.state as SavedSiteKits

test('each site gets what it lacks, slim against what is there, under a folder of its own name', async () => {
  let all: readonly Kit[] = []
  vi.mocked(saveKits).mockImplementation(async (kits) => {
    all = kits
    return { how: 'file', written: kits.map((kit) => ({ kit, folder: kit.name })), failed: [] }
  })
  const { door, kits, table } = await opened()
  await kits.save(['A:B', 'a/b', 'Ship'])
  const day = new Date().toISOString().slice(0, 10)
  expect(all.map(({ name }) => name)).toEqual([`A_B-${day}.kit`, `a_b-${day}.kit-2`, `Ship-${day}.kit`])
  expect(all.map(({ bytes }) => bytes)).toEqual([40, 40, 40])
  const [first, , ship] = await Promise.all(all.map(textsOf))
  expect(first?.parts.map(({ name }) => name)).toEqual(['01-app.slim.tar', '02-web.slim.tar'])
  expect(ship?.parts.map(({ name }) => name)).toEqual(['01-app.tar', '02-web.tar'])
  const slims = door.of('slim').map(({ choice }) => choice?.bases.join())
  expect(slims).toHaveLength(4)
  for (const site of ['A:B', 'a/b']) expect(slims.filter((bases) => bases?.includes(site))).toHaveLength(2)
  const record = JSON.parse(first?.text('layershed.json') ?? '') as TransferRecord
  expect([record.sites, record.there.map(({ name }) => name)]).toEqual([['A:B'], ['A_B.site.json']])
  expect(first?.text('READ ME.txt')).toContain('A:B')
  expect(table.view.columns.map(({ due }) => due)).toEqual([2, 2, 2])
})

test('what was written can be said to be delivered, at those sites alone', async () => {
  writtenAll()
  const one = await opened()
  await one.kits.save(['a/b', 'Ship'])
  expect(one.kits.deliverable).toEqual(['a/b', 'Ship'])
  await one.kits.deliver()
  const having = () => one.table.view.columns.filter(({ delivered }) => delivered === 2).map(({ name }) => name)
  await until(having, ['a/b', 'Ship'])
  expect(one.kits.deliverable).toEqual([])
  expect(saved(one).written.map(({ site }) => site)).toEqual(['a/b', 'Ship'])
  await one.kits.save(['a/b'])
  expect(vi.mocked(saveKits)).toHaveBeenCalledTimes(2)
})

test('what is no longer what was written is not offered as delivered', async () => {
  writtenAll()
  const { kits, session } = await opened()
  await kits.save(['a/b'])
  await give(session, 'target', 'more.tar')
  await until(() => kits.deliverable, [])
})

test('one that failed is told, and those whose turn did not come', async () => {
  vi.mocked(saveKits).mockImplementation(async ([first, second], _, { onTurn }) => {
    onTurn(second!)
    const thrown = new DOMException('full', 'QuotaExceededError')
    return { how: 'file', written: [{ kit: first!, folder: 'other' }], failed: [{ kit: second!, thrown }] }
  })
  const one = await opened()
  await one.kits.save(['a/b', 'A:B', 'Ship'])
  const { written, failed, left } = saved(one)
  expect(written).toEqual([{ site: 'a/b', folder: 'other' }])
  expect(failed).toMatchObject([{ site: 'A:B', fault: { code: 'disk-full' } }])
  expect(left).toEqual(['Ship'])
  expect(one.kits.deliverable).toEqual(['a/b'])
})

test('whose turn it is can be seen, and cancelled', async () => {
  const { kits } = await opened()
  vi.mocked(saveKits).mockImplementation(async ([, second], _, { onTurn, onProgress, signal }) => {
    onTurn(second!)
    onProgress(20, 80)
    expect(kits.state).toMatchObject({
      kind: 'saving',
      site: 'A:B',
      place: 2,
      of: 2,
      progress: { done: 20, total: 80 },
    })
    kits.cancel()
    signal.throwIfAborted()
    throw new Error('not cancelled')
  })
  await kits.save(['a/b', 'A:B'])
  expect(kits.state).toBeUndefined()
})

test('a worker that died knows the sites again before their archives are made', async () => {
  writtenAll()
  const { door, kits, table, die } = await opened(['a/b'])
  die()
  await until(() => table.view.columns[0]?.due, 2)
  const before = door.of('open').length
  await kits.save(['a/b'])
  expect(
    door
      .of('open')
      .slice(before)
      .map(({ id }) => id),
  ).toContainEqual(expect.stringContaining('a/b'))
})

test('the form is one that whoever loads there takes, and no compact one: a site has no bytes', async () => {
  const { session, store, table } = await opened(['a/b'])
  const site = session.sites.named('a/b')!
  await store.putSite({ ...site, loader: 'containerd' })
  await session.sites.load()
  const formOf = () => table.carriedTo('a/b')[0]?.request.choice.form
  session.options.form = 'as-is'
  await until(formOf, 'universal')
  await store.putSite(site)
  await session.sites.load()
  await until(formOf, 'as-is')
  session.options.loadsWith = 'layershed'
  await until(formOf, 'universal')
  expect(itemNamed(session, 'app.tar').name).toBe('app.tar')
})

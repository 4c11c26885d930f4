import { createHash } from 'node:crypto'
import { beforeEach, expect, test, vi } from 'vitest'
import type { TransferRecord } from '../../../src/core/handover/record/record'
import { remark } from '../../../src/core/image/finding'
import type { PassOn } from '../../../src/output/kit'
import { saveKits } from '../../../src/output/save-kits'
import { save } from '../../../src/output/save'
import { Hashing } from '../../../src/state/hashing.svelte'
import { Kits } from '../../../src/state/kits.svelte'
import { give, itemNamed, openSession, rowOf, shown, until } from '../../fixtures/session'
import { archiveView, reportOf } from '../../fixtures/views'

/** What was written of the last kit, by its name. */
let written: Map<string, string>
let folder: string
beforeEach(() => {
  written = new Map()
  folder = ''
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

// Where bytes go to is the browser's; here they are read and kept.
vi.mock(import('../../../src/output/save-kits'), () => ({
  saveKits: vi.fn(async (kits, _, { onProgress, signal }) => {
    const [kit] = kits as [(typeof kits)[number]]
    folder = kit.name
    const parts = await kit.make(onProgress, signal)
    const sums = new Map<string, string>()
    for (const { name, blob } of parts) {
      written.set(name, await blob.text())
      sums.set(name, sha256(written.get(name)!))
    }
    for (const { name, text } of kit.texts(sums)) written.set(name, text)
    return { how: 'download' as const, written: [{ kit, folder }], failed: [] }
  }),
}))
vi.mock(import('../../../src/output/save'), () => ({
  save: vi.fn(async ({ name, make }, { onProgress, signal }) => {
    written.set(name, await (await make(onProgress, signal)).text())
    return 'file' as const
  }),
}))

const hashing = new Hashing(
  async (blobs) =>
  Promise.all(blobs.map(async ({ start, bytes }) => ({ start, digest: `sha256:${sha256(await bytes.text())}` as const, diffId: undefined, fault: undefined }))), // prettier-ignore
)

const passOn: PassOn = async function* () {
  yield new Uint8Array()
  return ''
}

/** A base that is there, and two archives to be sent. */
async function opened() {
  const opened = openSession()
  const { door, session } = opened
  await give(session, 'base', 'base.tar')
  await give(session, 'target', 'app.tar', 'web.tar')
  for (const name of ['app.tar', 'web.tar']) await until(() => shown(session, name), 29)
  const kits = new Kits(door, session, hashing, async (work) => work(passOn))
  return { ...opened, kits }
}

const recordIn = (name: string) => JSON.parse(written.get(name) ?? '') as TransferRecord

test('a kit has the archives under numbers, the scripts, a READ ME and the record', async () => {
  const { kits } = await opened()
  expect(kits.count).toBe(2)
  await kits.save()
  expect([...written.keys()]).toEqual(['01-app.slim.tar', '02-app-2.slim.tar', 'load.sh', 'load.ps1', 'READ ME.txt', 'layershed.json']) // prettier-ignore
  expect(folder).toMatch(/^images-\d{4}-\d\d-\d\d\.kit$/)
  expect(kits.saving).toEqual({ kind: 'saved', how: 'download', name: `${folder}.zip` })
  const { there, inputs, outputs, form } = recordIn('layershed.json')
  expect(form).toBe('universal')
  expect([there, inputs].map((files) => files.map(({ name, sha256 }) => [name, sha256]))).toEqual([
    [['base.tar', sha256('base.tar')]],
    [
      ['app.tar', sha256('app.tar')],
      ['web.tar', sha256('web.tar')],
    ],
  ])
  expect(outputs.map(({ name, sha256 }) => [name, sha256])).toEqual(
    ['01-app.slim.tar', '02-app-2.slim.tar'].map((name) => [name, sha256(written.get(name)!)]),
  )
})

test('how it ended is told until another would come of it', async () => {
  const { kits, session } = await opened()
  await kits.save()
  session.options.gzip = true
  expect(kits.saving?.kind).toBe('saved')
  session.options.form = 'as-is'
  expect(kits.saving).toBeUndefined()
})

test('nothing in it is gzipped, whatever the other saves are', async () => {
  const { kits, session } = await opened()
  session.options.gzip = true
  await kits.save()
  expect([...written.keys()].slice(0, 2)).toEqual(['01-app.slim.tar', '02-app-2.slim.tar'])
})

test('inputs that take long to read are not read for a kit, but they are for a record', async () => {
  const { kits } = await opened()
  const { bytesPerSecond } = hashing
  hashing.bytesPerSecond = 0.1
  try {
    await kits.save()
    expect(recordIn('layershed.json').inputs).toEqual([
      { name: 'app.tar', bytes: 7 },
      { name: 'web.tar', bytes: 7 },
    ])
    await kits.record('json')
  } finally {
    hashing.bytesPerSecond = bytesPerSecond
  }
  const record = recordIn([...written.keys()].at(-1)!)
  expect(record.inputs.map(({ sha256 }) => sha256)).toEqual([sha256('app.tar'), sha256('web.tar')])
  expect(record.outputs.map(({ sha256 }) => sha256?.length)).toEqual([64, 64])
  expect(kits.recording).toMatchObject({ kind: 'saved', how: 'file' })
})

test('what is made once more under its kit’s name stands in the record to print too', async () => {
  const { kits } = await opened()
  await kits.record('html')
  const [[name, html]] = [...written] as [[string, string]]
  expect(name).toMatch(/^images-.*\.record\.html$/)
  expect(html).toContain('01-app.slim.tar')
})

test('cancelled it leaves nothing to tell; what fails is told with the file’s name', async () => {
  const { door, kits } = await opened()
  door.hold('slim')
  const first = kits.save()
  await until(() => door.of('slim').length, 1)
  expect(kits.saving?.kind).toBe('saving')
  kits.cancel()
  await first
  expect(kits.saving).toBeUndefined()

  const second = kits.save()
  await until(() => door.of('slim').length, 2)
  door.last('slim').fail(new DOMException('gone', 'QuotaExceededError'))
  await second
  expect(kits.saving).toMatchObject({ kind: 'failed', fault: { code: 'disk-full' } })

  const third = kits.save()
  await until(() => door.of('slim').length, 3)
  door.last('slim').fail(new DOMException('gone', 'NotReadableError'))
  await third
  expect(kits.saving).toMatchObject({ kind: 'failed', fault: { code: 'changed-on-disk', facts: { file: 'app.tar' } } })
  expect(vi.mocked(saveKits)).toHaveBeenCalled()
  expect(vi.mocked(save)).toHaveBeenCalled()
})

test('what others build upon goes along whole, and first; what was delivered does not', async () => {
  const opened = openSession()
  const { door, session } = opened
  door.views.set('base.tar', archiveView(['a']))
  door.views.set('app.tar', archiveView(['a', 'b']))
  door.plans = (target) =>
    target === itemNamed(session, 'base.tar').id
      ? { ...reportOf(), verdict: { kind: 'no-destination' } }
      : reportOf(29, 'app.slim.tar')
  await give(session, 'target', 'app.tar', 'base.tar')
  await until(() => rowOf(session, 'base.tar').plan?.kind, 'current')
  await until(() => shown(session, 'app.tar'), 29)
  const kits = new Kits(door, session, hashing, async (work) => work(passOn))
  await kits.save()
  expect([...written.keys()].slice(0, 2)).toEqual(['01-base.tar', '02-app.slim.tar'])
  expect(recordIn('layershed.json').outputs.map(({ whole }) => whole)).toEqual([true, false])
  expect(door.of('whole')).toHaveLength(1)
})

test('one archive alone gives the kit its name', async () => {
  const { door, session } = openSession()
  await give(session, 'base', 'base.tar')
  await give(session, 'target', 'shop.slim.tar')
  await until(() => shown(session, 'shop.slim.tar'), 29)
  const kits = new Kits(door, session, hashing, async (work) => work(passOn))
  await kits.save()
  expect(folder).toBe('shop.kit')
})

test('of what is compact its kit says which images make it whole', async () => {
  const { door, kits, session } = await opened()
  door.plans = () => ({ ...reportOf(20, 'app.compact.tar'), restoredFirst: true })
  vi.spyOn(session.toCarry, 'output').mockImplementation((id) => ({
    id,
    name: 'app.compact.tar',
    source: 'app.tar',
    bytes: 20,
    make: async () => new Blob(['compact']),
  }))
  session.options.loadsWith = 'layershed'
  await until(() => shown(session, 'web.tar'), 20)
  const facts = { file: 'base.tar', entry: 'a/layer.tar' }
  const damaged = vi
    .spyOn(session.toCarry.damagedBases, 'get')
    .mockImplementation((id) => (id === itemNamed(session, 'app.tar').id ? [remark('packed-badly-unused', facts)] : []))
  await kits.save()
  expect(recordIn('layershed.json').outputs.map((one) => one.damaged)).toEqual([[facts], undefined])
  damaged.mockRestore()
  expect([...written.keys()]).toContain('01-app.compact.tar')
  expect(written.get('load.sh')).toContain("archive '01-app.compact.tar'")
  expect(written.get('READ ME.txt')).toContain('sh load.sh --base old.tar')
  expect(door.of('whole')).toHaveLength(2)
  expect(written.get('load.sh')).not.toContain("'earlier'")
  session.options.together = true
  await until(() => shown(session, 'web.tar'), 20)
  written.clear()
  await kits.save()
  expect(written.get('load.sh')?.match(/'earlier'/g)).toHaveLength(1)
  expect(written.get('READ ME.txt')).toContain('what comes of those before it')
})

import { expect, test } from 'vitest'
import type { FormId } from '../../../../../src/core/form/form-id'
import { indexTar } from '../../../../../src/core/tar/index'
import { BlobSource } from '../../../../../src/core/tar/source'
import { legacyArchive } from '../../../../fixtures/docker-archives'
import type { ImageSpec } from '../../../../fixtures/layers'
import { classicArchive, containerdArchive, dotted, ociOnlyArchive } from '../../../../fixtures/oci-archives'
import { oddTars } from '../../../../fixtures/odd-tars'
import { destinationOf, faultOf, slimmed } from '../../../../fixtures/opening'
import { restored } from '../../../../fixtures/restoring'
import { concat, fileOf, tarOf, type Bytes, type Member } from '../../../../fixtures/tar'

const app: ImageSpec = { tags: ['app:1'], layers: ['A', 'B', 'C'] }
const base: ImageSpec = { tags: ['base:7'], layers: ['A', 'B'] }
const there = fileOf(tarOf(classicArchive([base])), 'base.tar')

async function expectBack(original: Bytes, form: FormId, by = there): Promise<void> {
  const { plan, bytes } = await slimmed(fileOf(original, 'app.tar'), await destinationOf([by]), form)
  expect(plan.shed.size).toBeGreaterThan(0)
  expect(Buffer.compare(await restored(fileOf(bytes, 'app.slim.tar'), [by]), original)).toBe(0)
}

/** The members alone, to stand before others; undefined where no reader takes them. */
async function membersOf(bytes: Bytes): Promise<Bytes | undefined> {
  let end = 0
  const reading = indexTar(new BlobSource(fileOf(bytes), 'odd')).then((tar) => (end = tar.end.end))
  if (await faultOf(reading)) return undefined
  return end > bytes.length ? undefined : bytes.slice(0, end)
}

test('odd members before an image come back as they were', async () => {
  const classic = tarOf(classicArchive([app]))
  const legacy = tarOf(legacyArchive([app]), 10_240)
  let tried = 0
  for (const { bytes } of oddTars) {
    const members = await membersOf(bytes)
    if (!members || members.length === 0) continue
    await expectBack(concat(members, classic), 'universal')
    await expectBack(concat(members, legacy), 'as-is')
    tried++
  }
  expect(tried).toBeGreaterThan(100)
})

const header = { mode: 0o440, pax: { mtime: '1.5' }, format: 'pax' } as const
const written: [string, Member[], number][] = [
  ['as Docker writes it', classicArchive([app]), 1024],
  ['without Docker’s list', ociOnlyArchive([app]), 1024],
  ['gzipped', containerdArchive([{ ...app, packing: 'gzip' }]), 1024],
  ['in blocks of ten kilobytes', dotted(classicArchive([app])), 9728],
  ['without an end', classicArchive([app]), 0],
  ['with half an end', classicArchive([app]), 512],
  ['by a writer with records of its own', classicArchive([app]).map((member) => ({ ...member, ...header })), 1024],
  [
    'by a writer of base-256',
    classicArchive([app]).map((member) => ({ ...member, sizeAs: 'base-256', format: 'gnu' })),
    1024,
  ],
  [
    'by a writer of PAX sizes',
    classicArchive([app]).map((member) => ({ ...member, sizeAs: 'pax', format: 'pax' })),
    1024,
  ],
  ['whose list names no tag', classicArchive([{ ...app, tags: ['app'] }]), 1024],
  [
    'whose list begins with a byte order mark',
    classicArchive([app]).map((member) =>
      member.name === 'manifest.json' ? { ...member, body: `\ufeff${String(member.body)}` } : member,
    ),
    1024,
  ],
  [
    'with a list of the same name in it',
    [...classicArchive([app]), { name: 'layershed.json', body: '{"mine":true}' }],
    1024,
  ],
]
const gzipBase = fileOf(tarOf(containerdArchive([{ ...base, packing: 'gzip' }])), 'base.tar')

test.each(written)('an archive %s comes back byte for byte', async (name, members, end) => {
  const by = name === 'gzipped' ? gzipBase : there
  await expectBack(tarOf(members, end), 'universal', by)
  await expectBack(tarOf(members, end), 'as-is', by)
})

test('an archive that was slimmed twice comes back as it was at first', async () => {
  const original = tarOf(ociOnlyArchive([app]), 2048)
  const lower = fileOf(tarOf(classicArchive([{ tags: ['lower:1'], layers: ['A'] }])), 'lower.tar')
  const once = await slimmed(fileOf(original, 'app.tar'), await destinationOf([lower]), 'universal')
  const twice = await slimmed(fileOf(once.bytes, 'app.slim.tar'), await destinationOf([there]), 'universal')
  expect(Buffer.compare(await restored(fileOf(twice.bytes, 'app.slim.tar'), [there]), original)).toBe(0)
})

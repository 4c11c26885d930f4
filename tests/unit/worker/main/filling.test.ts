import { afterEach, expect, test } from 'vitest'
import { bareIds } from '../../../../src/worker/main/filling'
import { drop, jobOf, keep, restoreJobOf } from '../../../../src/worker/main/opened-files'
import type { ImageArchive } from '../../../../src/core/image/model'
import { fillable } from '../../../../src/core/job/restore'
import type { Choice } from '../../../../src/worker/main/api'
import { classicArchive } from '../../../fixtures/oci-archives'
import { destinationOf, openArchive, slimmed } from '../../../fixtures/opening'
import { fileOf, tarOf } from '../../../fixtures/tar'

const file = (name: string, ...layers: string[]) =>
  fileOf(tarOf(classicArchive([{ tags: [`${name}:1`], layers }])), `${name}.tar`)

/** As it is opened when its payloads went by. */
const bare = (archive: ImageArchive): ImageArchive => ({ ...archive, tar: { ...archive.tar, bytes: undefined } })

const choice: Choice = { bases: ['base'], before: [], mode: 'one-host', form: 'universal', only: {} }

afterEach(() => ['base', 'app'].forEach(drop))

async function given(base: ImageArchive) {
  const slim = await slimmed(file('app', 'A', 'B'), await destinationOf([file('base', 'A')]), 'universal')
  keep('base', { kind: 'archive', archive: base })
  keep('app', { kind: 'archive', archive: await openArchive(fileOf(slim.bytes, 'app.slim.tar')) })
  return fillable(restoreJobOf('app', choice))
}

test('of those who give what is put in, the ones whose bytes went by are asked for again', async () => {
  const base = await openArchive(file('base', 'A'))
  expect(bareIds([await given(base)])).toEqual([])
  expect(bareIds([await given(bare(base))])).toEqual(['base'])
})

test('of a target whose bytes went by nothing is planned', async () => {
  keep('app', { kind: 'archive', archive: bare(await openArchive(file('app', 'A'))) })
  expect(() => jobOf('app', { ...choice, bases: [] })).toThrow(expect.objectContaining({ code: 'bytes-not-kept' }))
})

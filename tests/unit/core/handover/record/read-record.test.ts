import { expect, test } from 'vitest'
import { looksLikeRecord, readRecord } from '../../../../../src/core/handover/record/read-record'
import { leftOutBy, recordText, type TransferRecord } from '../../../../../src/core/handover/record/record'
import { reportOf } from '../../../../fixtures/views'

const record: TransferRecord = {
  'layershed-record': 1,
  page: '0.1.0',
  date: '2026-11-26T05:00:00.000Z',
  sites: ['Plant 7'],
  form: 'as-is',
  there: [],
  inputs: [{ name: 'app.tar', bytes: 3, sha256: 'a'.repeat(64) }],
  outputs: [
    { name: '01-app.tar', bytes: 3, source: 'app.tar', whole: true, images: ['app:1'], leftOut: [{ diffId: 'sha256:c', bytes: 1, createdBy: '' }] }, // prettier-ignore
    { name: '02-b.compact.tar', bytes: 1, source: 'b.tar', whole: false, images: [], leftOut: [], damaged: [{ file: 'base.tar', entry: 'a' }, { file: 'base.tar', entry: 'b', expected: 'sha256:1', found: 'sha256:2' }] }, // prettier-ignore
  ],
}
const text = recordText(record)

test('what was written is read again, and nothing else comes with it', () => {
  expect(readRecord(text)).toEqual(record)
  expect(readRecord(`\uFEFF${JSON.stringify({ ...record, more: 1 })}`)).toEqual(record)
})

test('it is told by its first key', () => {
  const looks = (text: string) => looksLikeRecord(new TextEncoder().encode(text.slice(0, 100)))
  expect([text, `\uFEFF${text}`, '{"layershed-site": 1}', '{"x": {"layershed-record": 1}}', ''].map(looks)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test.each<[what: string, text: string]>([
  ['cut off', text.slice(0, -5)],
  ['of another version', text.replace('"layershed-record": 1', '"layershed-record": 2')],
  ['without a date', text.replace('2026-11-26', 'someday')],
  ['of an unknown form', text.replace('as-is', 'other')],
  ['with a sum that is none', text.replace('aaaa', 'xxxx')],
  ['with a size that is none', text.replace('"bytes": 3', '"bytes": -3')],
  ['with another thing for a list', text.replace('"there": []', '"there": {}')],
  ['with damage that is none', text.replace('"entry": "a"', '"entry": 1')],
  ['no object', '[]'],
])('one that is %s is none', (_, text) => {
  expect(readRecord(text)).toBeUndefined()
})

test('a layer that two images leave out is told once', () => {
  const layers = [
    { diffId: 'sha256:a', size: 5, fate: 'shed', createdBy: 'ADD a' },
    { diffId: 'sha256:b', size: 6, fate: 'kept', createdBy: 'ADD b' },
  ] as const
  const image = { place: 0, name: 'app:1', tags: ['app:1'], platform: '', layers, neighbour: undefined }
  expect(leftOutBy({ ...reportOf(), images: [image, image] })).toEqual([
    { diffId: 'sha256:a', bytes: 5, createdBy: 'ADD a' },
  ])
})

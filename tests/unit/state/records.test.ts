import { expect, test } from 'vitest'
import { recordText } from '../../../src/core/handover/record/record'
import { recordIn } from '../../../src/state/records'
import { openSession, until } from '../../fixtures/session'

const record = {
  'layershed-record': 1 as const,
  page: '0.1.0',
  date: '2026-11-26T05:00:00.000Z',
  sites: [],
  form: 'universal' as const,
  there: [],
  inputs: [],
  outputs: [],
}

const fileOf = (text: string, name = 'a.record.json') => new File([text], name)

test('a record is read, one that was changed is told as that, and anything else is left to others', async () => {
  expect(await recordIn(fileOf(recordText(record)))).toEqual({ name: 'a.record.json', record })
  expect(await recordIn(fileOf(recordText(record).slice(0, -3)))).toEqual({ name: 'a.record.json', record: undefined })
  expect(await recordIn(fileOf('[{"RootFS": {}}]'))).toBeUndefined()
})

test('one that is larger than any record is not read', async () => {
  const large = Object.defineProperty(fileOf(recordText(record)), 'size', { value: 2 ** 27 })
  expect(await recordIn(large)).toEqual({ name: 'a.record.json', record: undefined })
})

test('given among files it is shown, and is no file to plan with; what is given beside it is opened', async () => {
  const { door, session } = openSession()
  session.files.add([fileOf(recordText(record)), fileOf('{"x": 1}', 'inspect.json')], 'base')
  await until(() => session.record?.record, record)
  await until(() => session.files.items.map(({ name, state }) => [name, state.kind]), [['inspect.json', 'ready']])
  expect(door.of('open')).toHaveLength(1)
})

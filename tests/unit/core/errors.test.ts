import { describe, expect, test } from 'vitest'
import { ArchiveError, errorOf, faultOf, UnnamedError, type Fault } from '../../../src/core/errors'
import { complaints } from '../../fixtures/compiler'

const thrown = (code: string) =>
  complaints('src/core/thrown.ts', `import { ArchiveError } from './errors'\nexport const error = ${code}\n`)

describe('a throw', () => {
  test('with the facts that its sentence needs compiles', () => {
    expect(thrown(`new ArchiveError('file-absent', { file: 'a.tar', entry: 'b', expected: 'c' })`)).toEqual([])
  })

  test.each([
    ['lacks a fact', `new ArchiveError('file-absent', { file: 'a.tar', entry: 'b' })`, /'expected' is missing/],
    ['lacks the file', `new ArchiveError('file-absent', { entry: 'b', expected: 'c' })`, /'file' is missing/],
    ['lacks all facts', `new ArchiveError('empty-file')`, /Source has 1 element\(s\) but target requires 2/],
    ['has a fact too many', `new ArchiveError('empty-file', { file: 'a', found: 1 })`, /'found' does not exist/],
    ['has a fact of another kind', `new ArchiveError('bad-pax', { file: 'a', offset: 'b' })`, /not assignable/],
    ['has an unknown code', `new ArchiveError('no-such-code', { file: 'a' })`, /not assignable/],
  ])('that %s does not compile', (_, code, why) => {
    expect(thrown(code)).toEqual([expect.stringMatching(why)])
  })
})

const fault: Fault = { code: 'bad-pax', facts: { file: 'a.tar', offset: 512 } }

test('an error of ours keeps its own facts, whatever was worked on, and can be thrown again from them', () => {
  expect(faultOf(new ArchiveError(fault.code, fault.facts), 'b.tar')).toEqual(fault)
  expect(faultOf(errorOf(fault), 'b.tar')).toEqual(fault)
})

test('an error that knows no file gets the one that was worked on', () => {
  const died = new UnnamedError((file) => ({ code: 'worker-died', facts: { file, reason: 'gone' } }))
  expect(faultOf(died, 'b.tar')).toEqual({ code: 'worker-died', facts: { file: 'b.tar', reason: 'gone' } })
})

test.each([
  [new DOMException('gone', 'NotReadableError'), 'unreadable', 'gone'],
  [new DOMException('full', 'QuotaExceededError'), 'disk-full', 'full'],
  [new TypeError('odd'), 'unexpected', 'odd'],
  ['text', 'unexpected', 'text'],
])('what is no error of ours is told by its name: %s', (error, code, reason) => {
  expect(faultOf(error, 'b.tar')).toEqual({ code, facts: { file: 'b.tar', reason } })
})

import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { restoreCommands, type Restoring } from '../../../../src/core/handover/restore-commands'

/** A shell in which tar, perl and docker say what they were given; and where it would go. */
const given = (command: string) =>
  execFileSync(
    'sh',
    [
      '-c',
      `say() { printf '<%s>' "$@"; }; tar() { say "$@"; }; perl() { say "$@"; }; ${command.replace(/ [>|] .*$/, '')}`,
    ],
    { encoding: 'utf8' },
  )
const written = (command: string) => given(`tar ${command.replace(/^.* > /, '')}`)

const one: Restoring = { compact: 'b.compact.tar', bases: [], image: undefined, after: [], name: 'b.tar' }

test.each(['app.compact.tar', 'a b’s $(id).tar', "o'ne.tar"])('%s reaches the programs as one word', (name) => {
  const [extract = '', restore = '', load = ''] = restoreCommands({ ...one, compact: name, bases: [name] })
  expect(given(extract)).toBe(`<-xOf><${name}><layershed/restore.pl>`)
  expect(given(restore)).toBe(`<restore.pl><${name}><${name}>`)
  expect(given(load)).toBe(`<restore.pl><${name}><${name}>`)
  expect(written(restoreCommands({ ...one, name })[1]!)).toBe(`<${name}>`)
})

test('a name that begins with a dash is no option', () => {
  const [, restore = ''] = restoreCommands({ ...one, compact: '-e system.tar', bases: ['-x.tar'] })
  expect(given(restore)).toBe('<restore.pl><./-e system.tar><./-x.tar>')
})

test('where it is not known which archive is the old one, it is called so', () => {
  expect(given(restoreCommands(one)[1]!)).toBe('<restore.pl><b.compact.tar><old.tar>')
})

test('what was restored before it stands beside the old ones', () => {
  const [, restore = ''] = restoreCommands({ ...one, bases: ['x.tar', 'y.tar.gz'], after: ['a b.tar', '-c.tar'] })
  expect(given(restore)).toBe('<restore.pl><b.compact.tar><x.tar><y.tar.gz><a b.tar><./-c.tar>')
})

test.each<[bases: string[], after: string[], name: string, restored: string]>([
  [['old.tar'], [], 'b.tar', 'b.tar'],
  [['b.tar'], [], 'b.tar', 'new.tar'],
  [['B.TAR'], [], 'b.tar', 'new.tar'],
  [['a.tar'], ['b.tar'], 'b.tar', 'new.tar'],
  [['a.tar'], [], 'b.compact.tar', 'new.tar'],
  [['new.tar', 'b.tar'], [], 'b.tar', 'restored.tar'],
  [[], [], 'old.tar', 'new.tar'],
])('nothing that is read is written over: of %j and %j comes %s as %s', (bases, after, name, restored) => {
  expect(written(restoreCommands({ ...one, bases, after, name })[1]!)).toBe(`<${restored}>`)
})

test('an image that an engine has is piped from there', () => {
  const image = "o'ne:1.0"
  const [, , , line = ''] = restoreCommands({ ...one, image, after: ['a.tar'] })
  expect(given(line.replace(/^docker save/, 'tar'))).toBe(`<${image}>`)
  expect(given(line.replace(/^.*? \| /, ''))).toBe('<restore.pl><b.compact.tar><-><a.tar>')
  expect(line).toMatch(/ \| docker load$/)
  expect(restoreCommands(one)).toHaveLength(3)
})

import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { restoreCommands } from '../../../../src/core/handover/restore-commands'

/** A shell in which tar and perl say what they were given. */
const given = (command: string) =>
  execFileSync(
    'sh',
    ['-c', `tar() { printf '<%s>' "$@"; }; perl() { tar "$@"; }; ${command.replace(/ [>|] .*$/, '')}`],
    {
      encoding: 'utf8',
    },
  )

test.each(['app.compact.tar', 'a b’s $(id).tar', "o'ne.tar"])('%s reaches the programs as one word', (name) => {
  const [extract = '', restore = ''] = restoreCommands(name)
  expect(given(extract)).toBe(`<-xOf><${name}><layershed/restore.pl>`)
  expect(given(restore)).toBe(`<restore.pl><${name}><old.tar>`)
})

test('a name that begins with a dash is no option', () => {
  expect(given(restoreCommands('-e system.tar')[1]!)).toBe('<restore.pl><./-e system.tar><old.tar>')
})

test('what was restored before it stands beside the old one', () => {
  expect(given(restoreCommands('b.tar', ['a b.tar', '-c.tar'])[1]!)).toBe(
    '<restore.pl><b.tar><old.tar><a b.tar><./-c.tar>',
  )
})

import { expect, test } from 'vitest'
import { failureIn, otherText } from '../../../../../src/core/destination/inventory/other-text'
import { openAny } from '../../../../fixtures/cases'
import { faultOf } from '../../../../fixtures/opening'
import { fileOf, utf8 } from '../../../../fixtures/tar'

const told = async (text: string) => {
  const fault = await faultOf(openAny(fileOf(utf8(text), 'app.tar')))
  return fault && [fault.code, ...Object.values(fault.facts).slice(1)]
}

test.each([
  ['a login', '<!DOCTYPE html>\n<html><head><title>Sign in</title></head>', 'Sign in'],
  ['a page behind blanks', '\ufeff\r\n<HTML><HEAD><TITLE> Denied </TITLE>', 'Denied'],
  ['a page without a title', '<html><body>Blocked</body>', '<html><body>Blocked</body>'],
  ['a page with braces in it', '<html><style>a { b: c', '<html><style>a { b: c'],
  [
    'a store’s error',
    '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Expired</Message></Error>',
    'Expired',
  ],
  ['a header', 'HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n', 'HTTP/1.1 302 Found'],
  ['a plain refusal', '404 page not found\n', '404 page not found'],
  ['a registry’s error', '{"errors":[{"code":"UNAUTHORIZED","message":"log in first"}]}', 'log in first'],
])('%s in place of a file', async (_, text, found) => {
  expect(await told(text)).toEqual(['saved-page', found])
})

test.each([
  ['version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n', 'Git LFS', 'git lfs pull'],
  ['../../.git/annex/objects/SHA256E-s12--ab.tar', 'git-annex', 'git annex get'],
  ['/annex/objects/SHA256E-s12--ab.tar\n', 'git-annex', 'git annex get'],
])('what stands for a file: %s', async (text, found, command) => {
  expect(await told(text)).toEqual(['pointer-file', found, command])
})

test.each([
  [Buffer.from('manifest.json'.repeat(40)).toString('base64'), 'base64', 'base64 -d'],
  [Buffer.from('manifest.json'.repeat(40)).toString('base64').replace(/.{76}/g, '$&\n'), 'base64', 'base64 -d'],
  ['-----BEGIN CERTIFICATE-----\nAAAA\n', 'certutil', 'certutil -decode'],
  ['begin 644 app.tar\nM;6%N\n`\nend\n', 'uuencode', 'uudecode'],
  ['00000000: 6d61 6e69 6665 7374  manifest\n', 'hexdump', 'xxd -r'],
])('bytes written as text', async (text, found, command) => {
  expect(await told(text)).toEqual(['coded-as-text', found, command])
})

test.each([
  'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  'bash: docker: command not found',
  "docker: The term 'docker' is not recognized as the name of a cmdlet",
  '"docker image inspect" requires at least 1 argument.',
])('what a command said instead: %s', async (line) => {
  expect(await told(`${line}\n`)).toEqual(['command-failed', line])
  // Docker prints its empty list all the same.
  expect(await told(`[]\n${line}\n`)).toEqual(['command-failed', line])
})

test('an engine’s answer by its API', async () => {
  expect(await told('{"message":"No such image: app:1"}')).toEqual(['command-failed', 'No such image: app:1'])
})

test('a name that is not there is no failure of the command', async () => {
  expect(await told('[]\nError: No such image: app:1\n')).toEqual(['inventory-empty'])
})

test('lists, notes and sums are neither', () => {
  for (const text of ['nginx:1\nredis:7\n', 'FROM nginx\n', `${'ab'.repeat(32)}  app.tar\n`, 'image: <name>\n']) {
    expect(otherText('a', text)).toBeUndefined()
    expect(failureIn('a', text)).toBeUndefined()
  }
  // Further down it is what a list or a script says of something else.
  expect(failureIn('a', 'services:\n  a:\n    image: b\n    # permission denied without sudo\n')).toBeUndefined()
})

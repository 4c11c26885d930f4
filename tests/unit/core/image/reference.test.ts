import { expect, test } from 'vitest'
import {
  familiarReference,
  fullReference,
  isImageName,
  isRepoTag,
  parseReference,
} from '../../../../src/core/image/reference'

const SHA = `sha256:${'0123456789abcdef'.repeat(4)}`

/** The grammar of distribution/reference, production by production. */
test.each<[string, string, string, string | undefined, string | undefined]>([
  ['web', 'docker.io', 'library/web', undefined, undefined],
  ['latest', 'docker.io', 'library/latest', undefined, undefined],
  ['web:2.1', 'docker.io', 'library/web', '2.1', undefined],
  ['shop/web', 'docker.io', 'shop/web', undefined, undefined],
  ['docker.io/web:1', 'docker.io', 'library/web', '1', undefined],
  ['index.docker.io/web', 'docker.io', 'library/web', undefined, undefined],
  ['index.docker.io/shop/web', 'docker.io', 'shop/web', undefined, undefined],
  ['localhost/web:1', 'localhost', 'web', '1', undefined],
  ['localhost:5000/web', 'localhost:5000', 'web', undefined, undefined],
  ['host:5000/a/b/c:tag', 'host:5000', 'a/b/c', 'tag', undefined],
  ['registry.example.com/a.b_c__d-e---f', 'registry.example.com', 'a.b_c__d-e---f', undefined, undefined],
  ['REGISTRY/app:1', 'REGISTRY', 'app', '1', undefined],
  ['Example.COM/app', 'Example.COM', 'app', undefined, undefined],
  ['xn--n3h.com/app', 'xn--n3h.com', 'app', undefined, undefined],
  ['192.168.1.1:5000/app:1', '192.168.1.1:5000', 'app', '1', undefined],
  ['[::1]/app', '[::1]', 'app', undefined, undefined],
  ['[::1]:5000/app:1', '[::1]:5000', 'app', '1', undefined],
  ['[2001:db8::8a2e:370:7334]:5000/a/b', '[2001:db8::8a2e:370:7334]:5000', 'a/b', undefined, undefined],
  [`app@${SHA}`, 'docker.io', 'library/app', undefined, SHA],
  [`app:1@${SHA}`, 'docker.io', 'library/app', '1', SHA],
  [`[::1]:5000/app:1@${SHA}`, '[::1]:5000', 'app', '1', SHA],
  [`app@custom+b64u:${'0f'.repeat(16)}`, 'docker.io', 'library/app', undefined, `custom+b64u:${'0f'.repeat(16)}`],
  [`app:${'t'.repeat(128)}`, 'docker.io', 'library/app', 't'.repeat(128), undefined],
  ['app:_a.b-C', 'docker.io', 'library/app', '_a.b-C', undefined],
  ['a'.repeat(63), 'docker.io', `library/${'a'.repeat(63)}`, undefined, undefined],
  [`example.com/${'a/'.repeat(121)}a`, 'example.com', `${'a/'.repeat(121)}a`, undefined, undefined],
])('%s', (reference, host, path, tag, digest) => {
  expect(parseReference(reference)).toEqual({ host, path, tag, digest })
})

test.each(
  [
    '',
    ':1',
    'App',
    'shop/App:1',
    'app:',
    'app:-1',
    'app:a b',
    `app:${'t'.repeat(129)}`,
    'app:1:2',
    'a//b',
    '/app',
    'app/',
    '-app',
    'app-',
    'a..b',
    'a___b',
    'a._b',
    'example.com',
    'example.com/',
    '-host.com/app',
    'host-.com/app',
    'host..com/app',
    'host:port/app',
    'host:/app',
    '[::1]',
    '::1/app',
    '[::g]/app',
    '[fe80::1%25eth0]:5000/app',
    'äpp',
    'app\n',
    'https://example.com/app',
    `app@sha256:${'0'.repeat(63)}`,
    `app@sha256:${'0'.repeat(65)}`,
    `app@sha256:${'A'.repeat(64)}`,
    'app@sha256:',
    'app@',
    `@${SHA}`,
    `app@${SHA}@${SHA}`,
    'f'.repeat(64),
    `example.com/${'a/'.repeat(122)}a`,
    'a'.repeat(1_000_000),
  ].filter((name) => name !== 'example.com'),
)('no name: %.60s', (reference) => {
  expect(parseReference(reference)).toBeUndefined()
})

test('what looks like a host is a name where nothing follows it', () => {
  expect(parseReference('example.com')).toEqual({
    host: 'docker.io',
    path: 'library/example.com',
    tag: undefined,
    digest: undefined,
  })
})

test.each([
  ['app:1', true, true],
  ['app', true, false],
  ['latest', false, false],
  [`app@${SHA}`, false, false],
  [`app:1@${SHA}`, false, false],
  ['App:1', false, false],
  ['<none>:<none>', false, false],
])('%s: a name for an image %j, in RepoTags %j', (reference, named, tagged) => {
  expect(isImageName(reference)).toBe(named)
  expect(isRepoTag(reference)).toBe(tagged)
})

test.each([
  ['web', 'docker.io/library/web:latest', 'web'],
  ['docker.io/library/web:2', 'docker.io/library/web:2', 'web:2'],
  ['index.docker.io/library/web:2', 'docker.io/library/web:2', 'web:2'],
  ['docker.io/shop/web', 'docker.io/shop/web:latest', 'shop/web'],
  ['docker.io/library/a/b:1', 'docker.io/library/a/b:1', 'library/a/b:1'],
  ['REGISTRY/app:1', 'REGISTRY/app:1', 'REGISTRY/app:1'],
  ['[::1]:5000/app', '[::1]:5000/app:latest', '[::1]:5000/app'],
  [`docker.io/library/app@${SHA}`, `docker.io/library/app@${SHA}`, `app@${SHA}`],
  ['No Name', 'No Name', 'No Name'],
])('%s is %s in full, and shown as %s', (reference, full, familiar) => {
  expect(fullReference(reference)).toBe(full)
  expect(familiarReference(reference)).toBe(familiar)
})

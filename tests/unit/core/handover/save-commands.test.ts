import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { saveCommands, type Saver } from '../../../../src/core/handover/save-commands'
import { familiarReference } from '../../../../src/core/image/reference'

const DIGEST = `sha256:${'a'.repeat(64)}`
const wanted = (full: string, built = false) => ({ name: familiarReference(full), full, built })

const NGINX = wanted('docker.io/library/nginx:1.25')
const APP = wanted('registry.example.com:5000/shop/app:2', true)
const PINNED = wanted(`quay.io/acme/app:1@${DIGEST}`)

const of = (saver: Saver, ...images: ReturnType<typeof wanted>[]) => saveCommands(saver, 'sh', images)

test('each engine saves all of them with one command, and pulls those that are not built here', () => {
  expect(of('docker', NGINX, APP)).toEqual({
    pull: [`docker pull 'nginx:1.25'`],
    save: [`docker save -o images.tar 'nginx:1.25' 'registry.example.com:5000/shop/app:2'`],
  })
  expect(of('podman', NGINX, APP)).toEqual({
    pull: [`podman pull 'docker.io/library/nginx:1.25'`],
    save: [`podman save -m -o images.tar 'docker.io/library/nginx:1.25' 'registry.example.com:5000/shop/app:2'`],
  })
  expect(of('podman', NGINX).save).toEqual([`podman save -o images.tar 'docker.io/library/nginx:1.25'`])
  expect(of('ctr', NGINX)).toEqual({
    pull: [`ctr -n k8s.io images pull 'docker.io/library/nginx:1.25'`],
    save: [`ctr -n k8s.io images export images.tar 'docker.io/library/nginx:1.25'`],
  })
})

test('skopeo writes an archive for each image, whose name is kept; what is built here comes from Docker', () => {
  expect(of('skopeo', NGINX, APP, PINNED)).toEqual({
    pull: [],
    save: [
      `skopeo copy 'docker://docker.io/library/nginx:1.25' 'docker-archive:nginx-1.25.tar:docker.io/library/nginx:1.25'`,
      `skopeo copy 'docker-daemon:registry.example.com:5000/shop/app:2' 'docker-archive:registry.example.com-5000-shop-app-2.tar:registry.example.com:5000/shop/app:2'`,
      `skopeo copy 'docker://quay.io/acme/app@${DIGEST}' 'docker-archive:quay.io-acme-app-1.tar:quay.io/acme/app:1'`,
    ],
  })
})

test('an image is asked for by its digest where it has one', () => {
  expect(of('docker', PINNED).save).toEqual([`docker save -o images.tar 'quay.io/acme/app@${DIGEST}'`])
  expect(of('ctr', PINNED).save[0]).toContain(`:1@${DIGEST}`)
})

test('what Podman has built it finds by the short name', () => {
  expect(of('podman', wanted('docker.io/library/web:2', true)).save).toEqual([`podman save -o images.tar 'web:2'`])
})

test('nothing to save is no command', () => {
  expect(of('docker')).toEqual({ pull: [], save: [] })
  expect(of('docker', APP).pull).toEqual([])
})

test.for<Saver>(['docker', 'podman', 'ctr', 'skopeo'])('a shell hands %s the names as they are', (saver) => {
  const all = [NGINX, APP, PINNED]
  const { pull, save } = saveCommands(saver, 'sh', all)
  const words = (line: string) =>
    execFileSync('sh', ['-c', `for word in ${line}; do printf '%s\\n' "$word"; done`], { encoding: 'utf8' })
  const told = [...pull, ...save].map(words).join('')
  for (const { full } of all)
    expect(told).toContain(full.split('@', 1)[0]!.replace('docker.io/library/', '').replace(/:1$/, ''))
  expect(saveCommands(saver, 'powershell', all).save.join()).not.toMatch(/[`$]/)
})

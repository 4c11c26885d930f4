import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureAsRoot } from '../machine.mjs'
import { carry, savedAgain } from './carry'
import { startContainerd, type Containerd } from './containerd'
import { base, pairs, plainAndGzip, sample, target, writers } from './samples'
import { describeEngine } from './skipping'
import { fingerprintTo, slimTo } from './slimming'
import { imagesIn } from './whole'
import { temporary } from './workbench'

describeEngine('containerd', ensureAsRoot('containerd', 'ctr'), () => {
  let folder: string
  let slim: string
  let containerd: Containerd

  // Its namespaces share one content store, so that only a new daemon knows nothing.
  beforeEach(async () => {
    folder = temporary()
    slim = join(folder, 'slim.tar')
    containerd = await startContainerd(join(folder, 'containerd'))
  })
  afterEach(async () => {
    await containerd?.stop()
    rmSync(folder, { recursive: true })
  })

  test.each(pairs('universal', writers, writers))(
    '%s: %s on a base by %s arrives whole',
    async (form, targetBy, baseBy) => {
      const bases = [base(baseBy)]
      const { shed } = await slimTo(slim, target(targetBy), { bases, form })
      expect(shed).toBe(1)
      expectWhole(bases, target(targetBy))
    },
  )

  test('[A, B, B] on [A, B] keeps B, which the third layer needs', async () => {
    const bases = [sample('docker20-base-main.tar')]
    await slimTo(slim, target('docker20'), { bases, form: 'universal' })
    expectWhole(bases, target('docker20'))
  })

  test('two images in one archive arrive whole', async () => {
    const twoImages = sample('docker20-two-images.tar')
    await slimTo(slim, twoImages, { bases: [base('docker20')], form: 'universal' })
    expectWhole([base('docker20')], twoImages)
    expect(containerd.images()).toContain('docker.io/library/ip-server:1.0.0')
    expect(containerd.images()).toContain('docker.io/library/web:2.1')
  })

  test('of two images in one archive, the one that is there already costs nothing', async () => {
    const bases = [base('docker20'), target('docker20')]
    const { shed } = await slimTo(slim, sample('docker20-two-images.tar'), { bases, form: 'universal' })
    expect(shed).toBe(2)
    expectWhole(bases, sample('docker20-web.tar'))
  })

  test('the JSON of docker image inspect is enough to know the base', async () => {
    const bases = [sample('docker28-containerd-base.inspect.json')]
    await slimTo(slim, target('docker28-containerd'), { bases, form: 'universal' })
    expectWhole([base('docker28-containerd')], target('docker28-containerd'))
  })

  test.each(pairs('universal', plainAndGzip, plainAndGzip))(
    '%s: %s on the fingerprint of a base by %s arrives whole',
    async (form, targetBy, baseBy) => {
      const print = join(folder, 'fingerprint.tar')
      await fingerprintTo(print, base(baseBy))
      await slimTo(slim, target(targetBy), { bases: [print], form })
      expectWhole([base(baseBy)], target(targetBy))
    },
  )

  // Before 2, ctr keeps the name of what it could not unpack, but `ctr images check` tells.
  test.each(writers)('%s without its base is refused; once the base is there, it arrives whole', async (writer) => {
    await slimTo(slim, target(writer), { bases: [base(writer)], form: 'universal' })
    expect(containerd.load(slim)).toMatchObject({
      ok: false,
      said: expect.stringMatching(/content digest .*: not found/),
    })
    expect(containerd.complete()).toEqual([])
    expect(containerd.load(base(writer))).toMatchObject({ ok: true })
    expect(containerd.load(slim)).toMatchObject({ ok: true })
    expect(containerd.complete()).toEqual(containerd.images())
    const arrived = containerd.images().filter((image) => !image.endsWith('/sample-base:7'))
    expect(savedAgain(containerd, arrived)).toEqual(imagesIn(target(writer)))
  })

  test.each(['docker20', 'podman4-docker-archive'] as const)(
    '%s as is comes out damaged: hence the universal form',
    async (writer) => {
      await slimTo(slim, target(writer), { bases: [base(writer)], form: 'as-is' })
      const [image] = carry(containerd, [base(writer)], slim)
      expect(image?.layers).toHaveLength(3)
      expect(image?.layers[0]).toMatch(/^empty: sha256:a689d4a7/)
    },
  )

  test('gzip as is on the same base plain comes out incomplete: hence the new descriptors', async () => {
    await slimTo(slim, target('docker28-containerd-gzip'), { bases: [base('docker20')], form: 'as-is' })
    expect(containerd.load(base('docker20'))).toMatchObject({ ok: true })
    containerd.load(slim)
    expect(containerd.complete()).toEqual(['docker.io/library/sample-base:7'])
  })

  /** Loads, and wants every blob of every image there, and each layer's bytes. */
  function expectWhole(bases: readonly string[], original: string): void {
    const arrived = carry(containerd, bases, slim)
    expect(containerd.complete()).toEqual(containerd.images())
    expect(arrived.map(({ layers }) => layers)).toEqual(imagesIn(original).map(({ layers }) => layers))
    expect(arrived).toEqual(imagesIn(original))
  }
})

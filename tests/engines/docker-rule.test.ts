import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensureAsRoot } from '../machine.mjs'
import { carry } from './carry'
import { emptyFirstLayers } from './naive'
import { base, dockerArchives, sample, target } from './samples'
import { describeEngine } from './skipping'
import { fingerprintTo, gzipTo, slimTo } from './slimming'
import { imagesIn } from './whole'
import { useDocker, useWorkbench } from './workbench'

describeEngine('Docker, classic store', ensureAsRoot('dockerd', 'docker'), () => {
  const bench = useWorkbench()
  const { docker } = useDocker(bench)

  describe.each(['universal', 'as-is'] as const)('%s', (form) => {
    test('[A, B, B] on [A, B] keeps B, which the third layer needs', async () => {
      const bases = [sample('docker20-base-main.tar')]
      const { shed } = await slimTo(bench.slim, target('docker20'), { bases, form })
      expect(shed).toBe(1)
      expect(carry(docker(), bases, bench.slim)).toEqual(imagesIn(target('docker20')))
    })

    test('gzipped on the way out it arrives whole', async () => {
      const packed = join(bench.folder, 'slim.tar.gz')
      await slimTo(bench.slim, target('docker20'), { bases: [base('docker20')], form })
      await gzipTo(packed, bench.slim)
      expect(carry(docker(), [base('docker20')], packed)).toEqual(imagesIn(target('docker20')))
    })

    test('two images in one archive arrive whole', async () => {
      const twoImages = sample('docker20-two-images.tar')
      const { shed } = await slimTo(bench.slim, twoImages, { bases: [base('docker20')], form })
      expect(shed).toBe(1)
      const arrived = carry(docker(), [base('docker20')], bench.slim)
      expect(arrived).toHaveLength(2)
      expect(arrived).toEqual(imagesIn(twoImages))
      expect(docker().images()).toEqual(expect.arrayContaining(['ip-server:1.0.0', 'web:2.1']))
    })

    test('of two images in one archive, the one that is there already costs nothing', async () => {
      const bases = [base('docker20'), target('docker20')]
      const { shed } = await slimTo(bench.slim, sample('docker20-two-images.tar'), { bases, form })
      expect(shed).toBe(2)
      expect(carry(docker(), bases, bench.slim)).toEqual(imagesIn(sample('docker20-web.tar')))
    })

    test('the JSON of docker image inspect is enough to know the base', async () => {
      const bases = [sample('docker20-base.inspect.json')]
      const { shed } = await slimTo(bench.slim, target('docker20'), { bases, form })
      expect(shed).toBe(1)
      expect(carry(docker(), [base('docker20')], bench.slim)).toEqual(imagesIn(target('docker20')))
    })

    test.each(dockerArchives)('the fingerprint of a base by %s is enough to know it', async (writer) => {
      const print = join(bench.folder, 'fingerprint.tar')
      await fingerprintTo(print, base(writer))
      const { shed } = await slimTo(bench.slim, target(writer), { bases: [print], form })
      expect(shed).toBe(1)
      expect(carry(docker(), [base(writer)], bench.slim)).toEqual(imagesIn(target(writer)))
    })

    test.each(dockerArchives)('%s without its base is refused, and leaves nothing behind', async (writer) => {
      await slimTo(bench.slim, target(writer), { bases: [base(writer)], form })
      expect(docker().load(bench.slim)).toMatchObject({
        ok: false,
        said: expect.stringContaining('invalid diffID for layer 0'),
      })
      expect(docker().images()).toEqual([])
      expect(docker().chains()).toEqual([])
      expect(carry(docker(), [base(writer)], bench.slim)).toEqual(imagesIn(target(writer)))
    })
  })

  test('emptying the first two layers of [A, B, B], as scripts do, makes an archive that [A, B] cannot load', () => {
    const naive = emptyFirstLayers(bench.folder, target('docker20'), 2)
    expect(docker().load(sample('docker20-base-main.tar'))).toMatchObject({ ok: true })
    expect(docker().load(naive)).toMatchObject({
      ok: false,
      said: expect.stringContaining('invalid diffID for layer 2'),
    })
    expect(docker().images()).toEqual(['sample-base:7-main'])
  })

  test('emptying the first layer that way would have loaded: the layer that stands twice is what breaks it', () => {
    const naive = emptyFirstLayers(bench.folder, target('docker20'), 1)
    expect(carry(docker(), [sample('docker20-base-main.tar')], naive)).toEqual(imagesIn(target('docker20')))
  })
})

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensureAsRoot } from '../machine.mjs'
import { carry } from './carry'
import { base, pairs, plainAndGzip, sample, target, writers } from './samples'
import { describeEngine } from './skipping'
import { fingerprintTo, gzipTo, slimTo } from './slimming'
import { imagesIn } from './whole'
import { usePodman, useWorkbench } from './workbench'

describeEngine('Podman', ensureAsRoot('podman'), () => {
  const bench = useWorkbench()
  const podman = usePodman(bench)

  test.each([...pairs('universal', writers, writers), ...pairs('as-is', writers, plainAndGzip)])(
    '%s: %s on a base by %s arrives whole',
    async (form, targetBy, baseBy) => {
      const bases = [base(baseBy)]
      const { shed } = await slimTo(bench.slim, target(targetBy), { bases, form })
      expect(shed).toBe(1)
      expect(carry(podman(), bases, bench.slim)).toEqual(imagesIn(target(targetBy)))
    },
  )

  test('gzipped on the way out, the universal form arrives whole', async () => {
    const packed = join(bench.folder, 'slim.tar.gz')
    await slimTo(bench.slim, target('docker20'), { bases: [base('docker20')], form: 'universal' })
    await gzipTo(packed, bench.slim)
    expect(carry(podman(), [base('docker20')], packed)).toEqual(imagesIn(target('docker20')))
  })

  test('a gzipped archive of Docker’s old layout Podman refuses, slim or not', () => {
    expect(podman().load(sample('docker20-ip-server.tar.gz'))).toMatchObject({ ok: false })
  })

  describe.each(['universal', 'as-is'] as const)('%s', (form) => {
    test('[A, B, B] on [A, B] keeps B, which the third layer needs', async () => {
      const bases = [sample('docker20-base-main.tar')]
      const { shed } = await slimTo(bench.slim, target('docker20'), { bases, form })
      expect(shed).toBe(1)
      expect(carry(podman(), bases, bench.slim)).toEqual(imagesIn(target('docker20')))
    })

    test('two images in one archive arrive whole', async () => {
      const twoImages = sample('docker20-two-images.tar')
      await slimTo(bench.slim, twoImages, { bases: [base('docker20')], form })
      const arrived = carry(podman(), [base('docker20')], bench.slim)
      expect(arrived).toHaveLength(2)
      expect(arrived).toEqual(imagesIn(twoImages))
    })

    test('of two images in one archive, the one that is there already costs nothing', async () => {
      const bases = [base('docker20'), target('docker20')]
      const { shed } = await slimTo(bench.slim, sample('docker20-two-images.tar'), { bases, form })
      expect(shed).toBe(2)
      expect(carry(podman(), bases, bench.slim)).toEqual(imagesIn(sample('docker20-web.tar')))
    })

    test('the JSON of podman image inspect is enough to know the base', async () => {
      await slimTo(bench.slim, target('podman4-docker-archive'), { bases: [sample('podman4-base.inspect.json')], form })
      expect(carry(podman(), [base('podman4-docker-archive')], bench.slim)).toEqual(
        imagesIn(target('podman4-docker-archive')),
      )
    })

    test.each(writers)('the fingerprint of a base by %s is enough to know it', async (writer) => {
      const print = join(bench.folder, 'fingerprint.tar')
      await fingerprintTo(print, base(writer))
      await slimTo(bench.slim, target(writer), { bases: [print], form })
      expect(carry(podman(), [base(writer)], bench.slim)).toEqual(imagesIn(target(writer)))
    })

    test.each(writers)('%s without its base is refused, and leaves nothing behind', async (writer) => {
      await slimTo(bench.slim, target(writer), { bases: [base(writer)], form })
      expect(podman().load(bench.slim)).toMatchObject({
        ok: false,
        said: expect.stringContaining('Digest did not match'),
      })
      expect(podman().images()).toEqual([])
      expect(carry(podman(), [base(writer)], bench.slim)).toEqual(imagesIn(target(writer)))
    })
  })
})

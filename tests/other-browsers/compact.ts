import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bytesOfSeed } from '../fixtures/changed-layers'
import { inDirectory } from '../fixtures/gnu-tar'
import { imageOfLayers } from '../fixtures/layered'
import { concat, tarOf } from '../fixtures/tar'
import { byTestId, type Open } from './page'

const system = (build: number) =>
  tarOf([{ name: 'usr/lib/b.so', body: concat(bytesOfSeed(build, 700), bytesOfSeed(2, 3_000_000)) }])
const program = tarOf([{ name: 'app/main', body: bytesOfSeed(3, 300_000) }])

/** A rebuilt image: one layer changed, one is held, one is new. */
export function compact(open: Open): void {
  test.for(['zstd', 'gzip'])('what changed inside layers is carried, and comes back whole (%s)', (codec) =>
    comesBack(() => open(), codec),
  )
}

/** Made in one page, and made whole again in another. */
export const comesBack = (open: () => ReturnType<Open>, codec: string) =>
  inDirectory(async (folder) => {
    const [old, fresh] = [join(folder, 'old.tar'), join(folder, 'new.tar')]
    const whole = imageOfLayers([system(6), program, tarOf([{ name: 'new', body: bytesOfSeed(4, 20_000) }])])
    writeFileSync(old, imageOfLayers([system(5), program]))
    writeFileSync(fresh, whole)
    const page = await open()
    await page.choose('form', 'compact')
    await page.give('base', old)
    await page.give('target', fresh)
    await page.plans()
    await page.there(byTestId('compact-codec'))
    await page.choose('compact-codec', codec)
    const made = await page.save()
    expect(made.name).toBe('new.compact.tar')
    expect(made.bytes.length).toBeLessThan(120_000)

    const there = await open()
    await there.give('base', old)
    const path = join(folder, made.name)
    writeFileSync(path, made.bytes)
    await there.give('target', path)
    await there.there(byTestId('restore'))
    const restored = await there.save(byTestId('restore'))
    expect(restored.name).toBe('new.tar')
    expect(restored.bytes.equals(whole)).toBe(true)
  })

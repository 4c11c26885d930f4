import { createHash } from 'node:crypto'
import { truncateSync, unlinkSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { bytesOfSeed } from '../fixtures/changed-layers'
import { compacted } from '../fixtures/compacting'
import { inDirectory } from '../fixtures/gnu-tar'
import { imageOfLayers } from '../fixtures/layered'
import { digestOf, pack } from '../fixtures/layers'
import { concat, fileOf, tarOf, type Bytes } from '../fixtures/tar'
import { hold, holdable, isHeld, killHeld, release } from './held-workers'
import { faults, findings, give, rows, speak, test } from './page'
import { stubPickers } from './pickers'
import { cancelled, left, sumOf, withQuota } from './trouble'

const system = (build: number): Bytes =>
  tarOf([{ name: 'usr/lib/b.so', body: concat(bytesOfSeed(build, 700), bytesOfSeed(2, 3_000_000)) }])
const old = imageOfLayers([system(5)])
const fresh = imageOfLayers([system(6), tarOf([{ name: 'new', body: bytesOfSeed(3, 2_000_000) }])])
const made = compacted(fileOf(fresh, 'new.tar'), [fileOf(old, 'old.tar')])

type Work = 'making' | 'restoring'

/** What each work is asked by, what it writes, and its steps by the jobs of its workers, the last at the end. */
const works = {
  making: {
    button: 'save',
    writes: 'new.compact.tar',
    longest: 'make',
    steps: ['toMake', 'readOlds', 'make', 'hash', 'write'],
  },
  restoring: {
    button: 'restore',
    writes: 'new.tar',
    longest: 'remake',
    steps: ['toRestore', 'remake', 'lend', 'proved'],
  },
} as const
const both = ['making', 'restoring'] as const
const steps = both.flatMap((work) => works[work].steps.map((step) => ({ work, step })))

/** The files on disk, and on the page. */
async function ready(page: Page, work: Work, folder: string): Promise<void> {
  writeFileSync(`${folder}/old.tar`, old)
  writeFileSync(`${folder}/new.tar`, fresh)
  writeFileSync(`${folder}/new.compact.tar`, (await made).bytes)
  await stubPickers(page)
  await holdable(page)
  await page.getByTestId('form').selectOption('compact')
  await give(page, 'base', `${folder}/old.tar`)
  await give(page, 'target', `${folder}/${work === 'making' ? 'new.tar' : 'new.compact.tar'}`)
  // What it will come to is told by a worker of its own, before.
  if (work === 'making') await rows(page).locator('[data-testid=compact-size][data-open=false]').waitFor()
  await rows(page).getByTestId(works[work].button).waitFor()
}

const begin = (page: Page, work: Work) => rows(page).getByTestId(works[work].button).click()

/** @param workers that live by then, with the page's first one. */
async function reached(page: Page, work: Work, step: string, workers = 2): Promise<void> {
  await hold(page, step)
  await begin(page, work)
  await isHeld(page, workers)
}

/** The page is as it was, nothing is half-written, and the next is right. */
async function expectRight(page: Page, work: Work): Promise<void> {
  await expect.poll(() => left(page)).toEqual([])
  await begin(page, work)
  const { writes } = works[work]
  await rows(page).getByText(`${writes} was written`).waitFor()
  await expect.poll(() => left(page)).toEqual([writes])
  if (work === 'restoring') expect(await sumOf(page, writes)).toBe(createHash('sha256').update(fresh).digest('hex'))
}

test.for(steps)('$work is cancelled at $step, and nothing stays behind', async ({ work, step }, { page }) => {
  await inDirectory(async (folder) => {
    await ready(page, work, folder)
    await reached(page, work, step)
    await rows(page).getByTestId('cancel').click()
    await rows(page).getByTestId(works[work].button).waitFor()
    await release(page)
    expect(await page.getByTestId('error').count()).toBe(
      work === 'making' ? 0 : await faults(page, 'compact-first').count(),
    )
    await expectRight(page, work)
  })
})

test.for(both)('%s is cancelled within half a second, whatever its worker is at', async (work, { page }) => {
  await inDirectory(async (folder) => {
    await ready(page, work, folder)
    await reached(page, work, works[work].longest)
    expect(await cancelled(rows(page))).toBeLessThan(500)
    await release(page)
    await expectRight(page, work)
  })
})

test.for(both)('a worker that is killed while it is %s is told', async (work, { page }) => {
  await inDirectory(async (folder) => {
    await ready(page, work, folder)
    await reached(page, work, works[work].longest, 3)
    await killHeld(page)
    await rows(page).locator(faults(page, 'worker-died')).waitFor()
    await release(page)
    await expectRight(page, work)
  })
})

test('a worker that is killed while it hashes beside the one that restores is told', async ({ page }) => {
  await inDirectory(async (folder) => {
    await ready(page, 'restoring', folder)
    // The page's own, the one that makes, and the one that is to hash what it makes.
    await reached(page, 'restoring', 'lend', 3)
    await killHeld(page)
    await rows(page).locator(faults(page, 'worker-died')).waitFor()
    await release(page)
    await expectRight(page, 'restoring')
  })
})

test.for(both)('%s takes what one base has damaged from another one, and says so', async (work, { page }) => {
  await inDirectory(async (folder) => {
    const layer = system(5).slice()
    layer.set([1, 2, 3], 2_000_000)
    const damaged = old.slice()
    damaged.set(layer, Buffer.from(old).indexOf(system(5)))
    writeFileSync(`${folder}/damaged.tar`, damaged)
    await give(page, 'base', `${folder}/damaged.tar`)
    await ready(page, work, folder)
    const told = rows(page).locator(findings(page, 'damaged-in-one'))
    expect(await told.count()).toBe(0)
    await expectRight(page, work)
    const [expected, found] = [digestOf(system(5)), digestOf(layer)]
    expect(plainOf(await told.innerText())).toBe(
      'damaged.tar is damaged: the bytes of 0/layer.tar do not have the digest that names them. Another archive has that layer, ' +
        `and served: the result is right. Fetch that base anew (docker save). Expected ${expected}, found ${found}.`,
    )
    // Nobody has to look for it.
    const heard = page.getByTestId('announcement')
    await expect.poll(async () => plainOf(await heard.innerText())).toContain('damaged.tar is damaged: ')
    expect(await faults(page, 'base-damaged').count()).toBe(0)
    await speak(page, 'zh-CN')
    expect(plainOf(await told.innerText())).toContain(`摘要应为 ${expected}，实际为 ${found}。`)
    await speak(page, 'en')

    // Without that base it is made anew, and nothing is left to tell.
    await page.getByRole('button', { name: 'Remove damaged.tar' }).click()
    await told.waitFor({ state: 'detached' })
    await rows(page).getByTestId(works[work].button).click()
    await rows(page).getByText(`${works[work].writes} was written`).waitFor()
    expect(await told.count()).toBe(0)
    expect(await heard.innerText()).not.toContain('damaged')
  })
})

test('an old layer that can’t be unpacked is done without, and that is said', async ({ page }) => {
  await inDirectory(async (folder) => {
    const packed = imageOfLayers([system(7)], 'gzip')
    const at = Buffer.from(packed).indexOf(pack(system(7), 'gzip'))
    writeFileSync(`${folder}/damaged.tar`, packed.fill(0xff, at + 10, at + 20))
    await give(page, 'base', `${folder}/damaged.tar`)
    await ready(page, 'making', folder)
    await expectRight(page, 'making')
    const told = rows(page).locator(findings(page, 'packed-badly-unused'))
    expect(plainOf(await told.innerText())).toBe(
      'damaged.tar is damaged: 0/layer.tar can’t be unpacked. Nothing else has that layer, so nothing was made of it: the result is ' +
        'right, and may be larger than it has to be. Fetch that base anew (docker save), and save this once more.',
    )
  })
})

/** Names in a text are set apart by signs that nobody sees. */
const plainOf = (text: string) => text.replace(/[\u2066-\u2069]/g, '')

const cutOff = (path: string) => truncateSync(path, 100_000)
const changed = [
  { work: 'making', step: 'readOlds', name: 'old.tar', what: 'cut off', change: cutOff },
  { work: 'making', step: 'make', name: 'old.tar', what: 'gone', change: unlinkSync },
  { work: 'making', step: 'hash', name: 'new.tar', what: 'gone', change: unlinkSync },
  { work: 'restoring', step: 'remake', name: 'new.compact.tar', what: 'cut off', change: cutOff },
  { work: 'restoring', step: 'remake', name: 'old.tar', what: 'gone', change: unlinkSync },
] as const

test.for(changed)(
  '$name that is $what while $work is at $step is told, and nothing is written',
  async ({ work, step, name, change }, { page }) => {
    await inDirectory(async (folder) => {
      await ready(page, work, folder)
      await reached(page, work, step)
      change(`${folder}/${name}`)
      await release(page)
      await rows(page)
        .locator(faults(page, 'unreadable'))
        .or(rows(page).locator(faults(page, 'changed-on-disk')))
        .first()
        .waitFor()
      await expect.poll(() => left(page)).toEqual([])
    })
  },
)

test.for(both)('a disk that is full where what comes of %s is written is told', async (work, { page }) => {
  await inDirectory(async (folder) => {
    await ready(page, work, folder)
    await page.evaluate(() => {
      const { prototype } = FileSystemWritableFileStream
      const { write } = prototype
      Reflect.set(window, 'makeRoom', () => (prototype.write = write))
      prototype.write = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'))
    })
    await begin(page, work)
    await rows(page).locator(faults(page, 'disk-full')).waitFor()
    await page.evaluate(() => void Reflect.get(window, 'makeRoom')())
    await expectRight(page, work)
  })
})

test.for(both)('a browser that has too little room for %s says so', async (work, { site }) => {
  await withQuota(site, (page, allow) =>
    inDirectory(async (folder) => {
      await ready(page, work, folder)
      await allow((await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)) + 1_000_000)
      await begin(page, work)
      await rows(page).locator(faults(page, 'compact-room')).waitFor()
      await allow(2_000_000_000)
      await expectRight(page, work)
    }),
  )
})

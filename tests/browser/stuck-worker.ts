import type { Page, Worker } from 'playwright-core'
import { expect } from 'vitest'
import { watched } from './held-workers'

/**
 * Begins a job, and gives the worker that it starts, stopped at its first read for as long as it lives; the page knows that it
 * lives. What is said to new workers waits until this one is made so: it could be done before.
 */
export async function stuckAtWork(page: Page, begin: () => Promise<void>): Promise<Worker> {
  const release = await holdNewWorkers(page)
  const [worker] = await Promise.all([page.waitForEvent('worker'), begin()])
  await worker.evaluate(() => {
    const forEver = () => {
      Reflect.set(self, 'reading', true)
      return new Promise<ArrayBuffer>(() => {})
    }
    Blob.prototype.arrayBuffer = forEver
    Blob.prototype.stream = () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({ type: 'bytes', pull: () => forEver().then() })
  })
  await release()
  await expect.poll(() => worker.evaluate(() => Reflect.get(self, 'reading'))).toBe(true)
  await expect.poll(() => watched(page)).toBeGreaterThan(1)
  return worker
}

/** Begins a job; the worker that it starts reads a chunk of its file each time that it is told to, and no more. */
export async function readByTurns(page: Page, begin: () => Promise<void>): Promise<() => Promise<void>> {
  const release = await holdNewWorkers(page)
  const [worker] = await Promise.all([page.waitForEvent('worker'), begin()])
  await worker.evaluate(() => {
    const { arrayBuffer } = Blob.prototype
    const waiting: (() => void)[] = []
    Blob.prototype.arrayBuffer = async function () {
      await new Promise<void>((turn) => waiting.push(turn))
      return arrayBuffer.call(this)
    }
    Reflect.set(self, 'readOn', () => waiting.shift()?.())
  })
  await release()
  return () => worker.evaluate(() => Reflect.get(self, 'readOn')())
}

/** @returns says everything that waited, and from then on nothing waits. */
async function holdNewWorkers(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const { Worker } = window
    const waiting: (() => void)[] = []
    window.Worker = class extends Worker {
      override postMessage(message: unknown, options: Transferable[] | StructuredSerializeOptions = []): void {
        const all = Array.isArray(options) ? { transfer: options } : options
        waiting.push(() => super.postMessage(message, all))
        if (window.Worker === Worker) release()
      }
    }
    const release = () => {
      window.Worker = Worker
      for (const say of waiting.splice(0)) say()
    }
    Reflect.set(window, 'release', release)
  })
  return () => page.evaluate(() => Reflect.get(window, 'release')())
}

export const killed = (worker: Worker): Promise<void> => worker.evaluate(() => void setTimeout(() => self.close()))

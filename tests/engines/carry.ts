import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Answer } from './run'
import { temporary } from './workbench'
import { imagesIn, type SavedImage } from './whole'

export interface Engine {
  readonly load: (archive: string) => Answer
  readonly save: (archive: string, ...images: string[]) => Answer
  readonly images: () => string[]
}

/** The other side: what it has is loaded, then the slim archive, and what came of it is saved again and judged. */
export function carry(engine: Engine, bases: readonly string[], slim: string): SavedImage[] {
  for (const base of bases) expect(engine.load(base)).toMatchObject({ ok: true })
  const before = engine.images()
  expect(engine.load(slim)).toMatchObject({ ok: true })
  const arrived = engine.images().filter((image) => !before.includes(image))
  return savedAgain(engine, arrived)
}

export function savedAgain(engine: Engine, images: readonly string[]): SavedImage[] {
  expect(images).not.toEqual([])
  const folder = temporary()
  try {
    const again = join(folder, 'again.tar')
    expect(engine.save(again, ...images)).toMatchObject({ ok: true })
    return imagesIn(again)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

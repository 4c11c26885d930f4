import type { Page } from 'playwright-core'

/**
 * A picker can't be driven; what it hands over can be a file of the origin's own.
 * @param slow milliseconds that each piece takes to be written, as on a stick.
 */
export const stubPickers = (page: Page, slow = 0) =>
  page.evaluate((pause) => {
    const slowed = (handle: FileSystemFileHandle) => {
      const open = handle.createWritable.bind(handle)
      handle.createWritable = async () => {
        const file = await open()
        const write = file.write.bind(file)
        file.write = async (piece) => {
          await new Promise((resolve) => setTimeout(resolve, pause))
          return write(piece)
        }
        return file
      }
      return handle
    }
    window.showSaveFilePicker = async (options) => {
      const root = await navigator.storage.getDirectory()
      return slowed(await root.getFileHandle(options?.suggestedName ?? '', { create: true }))
    }
    window.showDirectoryPicker = async () => {
      const root = await navigator.storage.getDirectory()
      const folder = await root.getDirectoryHandle('picked', { create: true })
      const fileOf = folder.getFileHandle.bind(folder)
      folder.getFileHandle = async (...asked) => slowed(await fileOf(...asked))
      return folder
    }
  }, slow)

/** From now on, where a picker led to, so many pieces are written, and the end of the last is not told until `letWrite`. */
export const holdWrites = (page: Page, pieces = 1) =>
  page.evaluate((pieces) => {
    const { prototype } = FileSystemWritableFileStream
    const { write } = prototype
    let left = pieces
    const told = new Promise<void>((tell) => Reflect.set(window, 'letWrite', tell))
    prototype.write = async function (piece) {
      await write.call(this, piece)
      if (--left > 0) return
      prototype.write = write
      Reflect.set(window, 'isWriteHeld', true)
      await told
    }
  }, pieces)

export const isWriteHeld = (page: Page) => page.waitForFunction(() => Reflect.get(window, 'isWriteHeld') === true)

export const letWrite = (page: Page) => page.evaluate(() => void Reflect.get(window, 'letWrite')())

/** The picked files by name. */
export const picked = async (page: Page, folder?: string): Promise<Record<string, Buffer>> => {
  const files = await page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory()
    const directory = name ? await root.getDirectoryHandle(name) : root
    const found: Record<string, string> = {}
    for await (const handle of directory.values()) {
      if (handle.kind !== 'file') continue
      const bytes = new Uint8Array(await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer())
      found[handle.name] = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
    }
    return found
  }, folder)
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'latin1')]))
}

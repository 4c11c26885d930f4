import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Builder, By, Key, type WebDriver } from 'selenium-webdriver'
import { ensure } from '../machine.mjs'
import type { Driver, OtherBrowser } from './driver'

/** WebKitGTK over WebDriver, on a display of its own that nobody sees. */
export const webkitBrowser: OtherBrowser = {
  name: 'WebKit',
  missing: ensure('WebKitWebDriver', 'Xvfb'),
  launch: launchWebKit,
}

const keys = { Tab: Key.TAB, Enter: Key.ENTER, Space: Key.SPACE, Escape: Key.ESCAPE } as const

async function launchWebKit(): Promise<Driver> {
  // Its downloads land there.
  const home = mkdtempSync(join(tmpdir(), 'webkit-'))
  const { screen, display } = await startScreen()
  const env = { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home, DISPLAY: display, NO_AT_BRIDGE: '1' }
  const port = await freePort()
  const server = spawn('WebKitWebDriver', [`--port=${port}`], { env: { ...env, LANG: 'C.UTF-8' }, stdio: 'ignore' })
  await answers(port)
  const driver = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities({ browserName: 'MiniBrowser' })
    .build()
  return {
    ...driving(driver),
    downloads: home,
    pid: server.pid ?? 0,
    close: async () => {
      await driver.quit()
      await Promise.all([server, screen].map(stop))
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const driving = (driver: WebDriver): Omit<Driver, 'downloads' | 'pid' | 'close'> => ({
  goto: async (url) => {
    await inNewWindow(driver)
    await driver.get(url)
  },
  evaluate: (expression) => driver.executeScript(`return (${expression})`),
  click: async (selector) => (await driver.findElement(By.css(selector))).click(),
  press: (key) => driver.actions().sendKeys(keys[key]).perform(),
  setFiles: async (selector, paths) => (await driver.findElement(By.css(selector))).sendKeys(paths.join('\n')),
  screenshot: async () => Buffer.from(await driver.takeScreenshot(), 'base64'),
})

/** Each download leaves a line at the bottom of the window, until nothing is left of the page. */
async function inNewWindow(driver: WebDriver): Promise<void> {
  const before = await driver.getWindowHandle()
  await driver.switchTo().newWindow('window')
  const now = await driver.getWindowHandle()
  await driver.switchTo().window(before)
  await driver.close()
  await driver.switchTo().window(now)
}

/** An X server that draws into memory, under whichever number is free. */
async function startScreen(): Promise<{ screen: ChildProcess; display: string }> {
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp']
  const screen = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const [number] = (await once(screen.stdio[3] as Readable, 'data')) as [Buffer]
  return { screen, display: `:${String(number).trim()}` }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function answers(port: number): Promise<void> {
  for (;;) {
    const status = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined)
    if (status?.ok) return
    await sleep(50)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill()
  await once(child, 'exit')
}

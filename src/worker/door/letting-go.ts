import { letGoTo } from '../../core/compression/same-memory'

/**
 * What is sent to a port whose other end is closed is freed at once by Chromium and Firefox, which leave to the collector what a clone
 * takes, or `ArrayBuffer.transfer`. WebKit keeps it for ever. Nothing that can be felt tells one from the other: so they go by name.
 */
const DROPS = /(Chrome|Firefox)\//

/** In a worker, before it frees anything. */
export function letGoByPort(): void {
  if (!DROPS.test(navigator.userAgent)) return
  const { port1, port2 } = new MessageChannel()
  port2.close()
  letGoTo((bytes) => port1.postMessage(undefined, [bytes]))
}

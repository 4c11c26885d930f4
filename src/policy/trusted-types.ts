/** The part of Trusted Types that is used here; where a browser has none, `trustedTypes` is absent. */
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string | undefined }): unknown
}

declare global {
  interface Window {
    readonly trustedTypes?: Factory
  }
}

const SERVICE_WORKER = 'sw.js'

/**
 * The page's policy lets no text become code (`require-trusted-types-for`). What runs by an address beside the page is two
 * things: workers from Blobs of the page's own, which libraries start by a plain address, and the service worker. All else that
 * asks by a plain address is refused, and there is no other policy to ask but the framework's, for its templates.
 * https://w3c.github.io/trusted-types/dist/spec/#default-policy-hdr
 */
export function trustOwnWorkers(): void {
  window.trustedTypes?.createPolicy('default', { createScriptURL: (url) => (isOwn(url) ? url : undefined) })
}

function isOwn(url: string): boolean {
  const { href, protocol } = new URL(url, document.baseURI)
  return protocol === 'blob:' || href === new URL(SERVICE_WORKER, document.baseURI).href
}

/** Whether the page works with the network gone, and whether a newer version of it waits. */
export class Offline {
  ready = $state(false)
  /** Where there can be a service worker: over https, on localhost, not from a file. */
  readonly possible = isSecureContext && 'serviceWorker' in navigator
  waiting = $state(false)
  #update: (reload: boolean) => Promise<void> = async () => {}

  /** Registers the service worker, where there can be one. */
  async start(): Promise<void> {
    if (!this.possible) return
    const { registerSW } = await import('virtual:pwa-register')
    this.#update = registerSW({
      onOfflineReady: () => (this.ready = true),
      onNeedRefresh: () => (this.waiting = true),
      onRegisteredSW: (_, registration) => (this.ready ||= Boolean(registration?.active)),
    })
  }

  /** Only when the user asks for it: what was opened is gone with the reload. */
  update(): void {
    void this.#update(true)
  }

  later(): void {
    this.waiting = false
  }
}

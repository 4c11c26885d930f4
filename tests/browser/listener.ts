import { createSocket } from 'node:dgram'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody outside who would take whatever a page sends: over HTTP, WebSockets, and UDP for WebTransport. */
export interface Listener {
  /** `http://127.0.0.1:…`, without a slash at the end. */
  readonly url: string
  /** The paths that were asked for, and `udp` for packets of any kind. */
  readonly hits: ReadonlySet<string>
  readonly close: () => Promise<void>
}

/** A page and a worker of nobody's policy, to show that the listener does hear what gets out. */
export const CONTROL = '/control'
const CONTROL_PAGE = `<!doctype html><link rel="icon" href="data:,"><title>control</title>
<script>new Worker(URL.createObjectURL(new Blob([''])))</script>`

export async function listen(): Promise<Listener> {
  const hits = new Set<string>()
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://listener').pathname
    if (path === CONTROL) return respond(response, 'text/html', CONTROL_PAGE)
    hits.add(path)
    respond(response, 'text/plain', '')
  })
  server.on('upgrade', (request, socket) => {
    hits.add(request.url ?? '')
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const udp = createSocket('udp4', () => hits.add('udp'))
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    hits,
    close: () =>
      new Promise((resolve) => {
        udp.close()
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function respond(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body)
}

import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

export interface StaticServer {
  readonly url: string
  /** From now on, another folder's files. */
  serve(folder: string): void
  stop(): Promise<void>
}

/** A plain web server under a sub-path, as a host of static files is one, whose files can be changed. */
export async function serveStatic(folder: string, path: string): Promise<StaticServer> {
  let root = folder
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    const file = join(root, normalize(asked.slice(path.length)) || 'index.html')
    const found = asked.startsWith(path)
      ? existsSync(file) && statSync(file).isDirectory()
        ? join(file, 'index.html')
        : file
      : ''
    if (!existsSync(found)) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': TYPES[extname(found)] ?? 'application/octet-stream',
      'cache-control': 'no-cache',
    })
    createReadStream(found).pipe(response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const stop = () =>
    new Promise<void>((stopped) => {
      server.closeAllConnections()
      server.close(() => stopped())
    })
  return { url: `http://localhost:${port}${path}`, serve: (next) => void (root = next), stop }
}

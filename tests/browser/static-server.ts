import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
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

/** The headers that `_headers` in the folder gives a path: of every rule that fits, the later ones over the earlier. */
export function headersFor(folder: string, path: string): Record<string, string> {
  const headers: Record<string, string> = {}
  let fits = false
  for (const line of readFileSync(join(folder, '_headers'), 'utf8').split('\n')) {
    if (line.startsWith('/')) fits = line.endsWith('*') ? path.startsWith(line.slice(0, -1)) : path === line
    const [, name, value] = /^\s+([\w-]+): (.*)$/.exec(line) ?? []
    if (fits && name !== undefined) headers[name.toLowerCase()] = value!
  }
  return headers
}

/** A plain web server under a sub-path, as a host of static files is one, with the headers that the folder asks for; its files can be changed. */
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
      ...headersFor(root, `/${asked.slice(path.length)}`),
      'content-type': TYPES[extname(found)] ?? 'application/octet-stream',
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

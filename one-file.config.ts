import { svelte } from '@sveltejs/vite-plugin-svelte'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { build, type Plugin, type Rolldown } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'

export const ONE_FILE = 'layershed.html'

/** What the page's code may say of itself. */
export const define = {
  LAYERSHED_VERSION: JSON.stringify((JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version),
}

/** One character that Latin-1 lacks doubles the memory of each copy of a script, of which a browser keeps several a worker. */
export const worker = { rolldownOptions: { output: { charset: 'ascii' } } } as const

/** The whole app as one HTML file, which works from a stick. */
export interface OneFile {
  readonly html: string
  readonly bytes: number
  /** In hex, as `sha256sum` prints it. */
  readonly sha256: string
}

/** Seen by the page's code: what it may say of the one file; undefined in the one file itself, and while developing. */
const MODULE = 'virtual:one-file'

/**
 * Makes the one file first, puts it beside the hosted page, and tells the page its size and sum.
 * @param plugins what both builds need.
 */
export function oneFileBeside(): Plugin {
  let made: Promise<OneFile> | undefined
  return {
    name: 'one-file-beside',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    configResolved: ({ command }) => void (made = command === 'build' ? buildOneFile() : undefined),
    async load(id) {
      if (id !== `\0${MODULE}`) return undefined
      const file = await made
      const facts = file && { name: ONE_FILE, bytes: file.bytes, sha256: file.sha256 }
      return `export const oneFile = ${JSON.stringify(facts)}`
    },
    async generateBundle() {
      const file = await made
      if (file) this.emitFile({ type: 'asset', fileName: ONE_FILE, source: file.html })
    },
  }
}

async function buildOneFile(): Promise<OneFile> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    define,
    worker,
    plugins: [svelte(), noOtherFile, inPageItself, viteSingleFile()],
    build: { target: 'es2022', modulePreload: { polyfill: false }, write: false, copyPublicDir: false },
  })
  const [result] = Array.isArray(output) ? output : [output]
  if (!result || !('output' in result)) throw new Error('the one file was not built')
  const files: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[] = result.output
  const [page] = files
  if (page?.type !== 'asset' || files.length > 1) throw new Error('the one file was built as several')
  const html = withHashes(String(page.source))
  return { html, bytes: Buffer.byteLength(html), sha256: createHash('sha256').update(html).digest('hex') }
}

/** What the hosted page has beside it, the one file does without. */
const noOtherFile: Plugin = {
  name: 'no-other-file',
  resolveId: (id) => (id === MODULE || id === 'virtual:pwa-register' ? `\0${id}` : undefined),
  load(id) {
    if (id === `\0${MODULE}`) return 'export const oneFile = undefined'
    return id === '\0virtual:pwa-register' ? 'export const registerSW = () => async () => {}' : undefined
  },
}

/** A sum to be: hashes are known only when all is written. */
const [SCRIPTS, STYLES] = ["'sha256-scripts'", "'sha256-styles'"]

/** Whatever the page had from its own server stands in it, and the policy names it by hash. */
const inPageItself: Plugin = {
  name: 'in-page-itself',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html
        .replace("script-src 'self'", `script-src ${SCRIPTS}`)
        .replace("style-src 'self'", `style-src ${STYLES}`)
        .replace("img-src 'self' ", 'img-src ')
        .replace("worker-src 'self' ", 'worker-src ')
        .replace("; manifest-src 'self'", '')
        .replace(/<link rel="(?:icon|apple-touch-icon)"[^>]*>\s*/g, '')
        .replace('</title>', `</title>\n    <link rel="icon" href="${dataUrl('public/icon.svg')}" />`),
  },
}

const dataUrl = (path: string) => `data:image/svg+xml;base64,${readFileSync(path).toString('base64')}`

/** CSP level 3, "hash-source": the browser runs the inline script or style whose bytes have one of these sums. */
function withHashes(html: string): string {
  const sums = (element: string) =>
    [...html.matchAll(new RegExp(`<${element}[^>]*>(.*?)</${element}>`, 'gs'))]
      .map(([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`)
      .join(' ')
  return html.replace(SCRIPTS!, () => sums('script')).replace(STYLES!, () => sums('style'))
}

import { textOf } from '../destination/inventory/text'
import { ArchiveError, UnnamedError } from '../errors'
import type { NamedBlob } from '../file'
import { isObject, isStrings } from '../image/json'
import { Collected } from './collected'
import { isCompose, isOldCompose, readCompose } from './compose'
import { documentsIn } from './documents'
import { isKubernetes, isKustomization, readKubernetes, readKustomization } from './kubernetes'
import { readLines, readTemplate } from './lines'
import { readLoose } from './loose'
import type { PackingList } from './packing-list'

/** Rendered charts come to some megabytes. */
const LARGEST = 16 * 1024 * 1024

/**
 * Reads which images a file names: a Compose file, manifests of Kubernetes, values of a chart, a list of names.
 * @returns undefined where it is nothing of these.
 * @throws ArchiveError or UnnamedError where its name says that it was meant to be one: `list-not-yaml`, `list-empty`; and for
 * any `list-too-much`.
 */
export async function readList(file: NamedBlob): Promise<PackingList | undefined> {
  const { name } = file
  const isMeant = /\.ya?ml$/i.test(name)
  if (file.size > LARGEST) {
    if (!isMeant) return undefined
    throw new ArchiveError('list-too-much', { file: name, reason: `${file.size} > ${LARGEST}` })
  }
  const text = textOf(new Uint8Array(await file.arrayBuffer()))
  const found = new Collected()
  if (!readLines(text, found)) {
    const fault = readYaml(text, found)
    if (fault && found.count === 0 && isMeant) throw fault
  }
  if (found.count > 0) return found.all
  if (isMeant) throw new ArchiveError('list-empty', { file: name })
  return undefined
}

/** What stops it from being read as YAML; a template that was not rendered is none, and read by its lines. */
function readYaml(text: string, found: Collected): UnnamedError | undefined {
  let documents: readonly unknown[]
  try {
    documents = documentsIn(text)
  } catch (thrown) {
    if (!(thrown instanceof UnnamedError)) throw thrown
    if (text.includes('{{')) readTemplate(text, found)
    return thrown
  }
  for (const document of documents) readDocument(document, found)
  return undefined
}

function readDocument(document: unknown, found: Collected): void {
  if (isStrings(document)) for (const name of document) found.name(name, '', 'likely')
  else if (Array.isArray(document)) for (const item of document.filter(isObject)) readDocument(item, found)
  if (!isObject(document)) return
  if (isKustomization(document)) readKustomization(document, found)
  else if (isKubernetes(document)) readKubernetes(document, found)
  else if (isCompose(document)) readCompose(document, found)
  else if (isOldCompose(document)) readCompose({ services: document }, found)
  else {
    const before = found.count
    readLoose(document, '', found)
    if (found.count > before) found.format('values')
  }
}

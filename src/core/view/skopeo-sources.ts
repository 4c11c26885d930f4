import { namesIn } from '../form/docker-to-oci'
import { annotationsOf } from '../form/naming'
import { isObject, listOf, type JsonObject } from '../image/json'
import { layoutOf } from '../image/layout'
import type { ImageArchive } from '../image/model'
import { fullReference, NAME_ANNOTATION, REF_ANNOTATION } from '../image/reference'

/** How skopeo is told of one image of an archive. */
export interface SkopeoSource {
  readonly transport: 'oci-archive' | 'docker-archive'
  /** Behind the file's name: empty where it is alone, undefined where nothing tells it from the others. */
  readonly which: string | undefined
  /** In full, as far as it is known: of an index a tool may have written anything. */
  readonly name: unknown
}

/**
 * @param slim whether layers of it are emptied: then skopeo takes nothing by its manifest.json.
 * @param written index.json of the output, where that is written anew.
 */
export function skopeoSources(archive: ImageArchive, slim: boolean, written: JsonObject | false | undefined) {
  const index = written || archive.oci?.root.json
  const layout = layoutOf(archive)
  if (!index || (!slim && layout === 'docker-archive')) return fromList(archive)
  const sources = fromIndex(index, archive)
  const isUntold = !slim && sources.some(({ which }) => which === undefined)
  return isUntold && layout === 'oci-layout-with-list' ? fromList(archive) : sources
}

/** Skopeo's grammar of names (containers/image, `oci/internal`). */
const REF = /^[a-z0-9]+(?:(?:[-._:@+/]|--)[a-z0-9]+)*$/i
/** Of others it finds none by name before 1.22. */
const FOUND = /vnd\.oci/

/** The first that bears a ref name is taken by it. By its place none is, up to 1.22. */
function fromIndex(index: JsonObject, { oci }: ImageArchive): SkopeoSource[] {
  const items = listOf(index, 'manifests').filter(isObject)
  const others = oci?.root.children.filter(({ node }) => node.kind !== 'manifest' && node.kind !== 'index')
  const none = new Set<unknown>(others?.map(({ descriptor }) => descriptor.digest))
  const refs = new Set<unknown>()
  return items.flatMap((item): SkopeoSource[] => {
    const { [REF_ANNOTATION]: ref, [NAME_ANNOTATION]: name } = annotationsOf(item)
    const isFound = typeof ref === 'string' && REF.test(ref) && FOUND.test(String(item['mediaType'])) && !refs.has(ref)
    refs.add(ref)
    const which = items.length === 1 ? '' : isFound ? ref : undefined
    return none.has(item['digest']) ? [] : [{ transport: 'oci-archive', which, name }]
  })
}

function fromList({ images }: ImageArchive): SkopeoSource[] {
  const listed = images.filter((image) => image.listed)
  const isAlone = listed.length === 1
  return listed.flatMap((image) =>
    namesIn(image).map((tag): SkopeoSource => {
      const which = isAlone ? '' : (tag ?? `@${image.place}`)
      return { transport: 'docker-archive', which, name: tag && fullReference(tag) }
    }),
  )
}

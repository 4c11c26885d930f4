import { isObject, type JsonObject } from '../image/json'
import {
  BASE_NAME_ANNOTATION,
  fullReference,
  isImageName,
  NAME_ANNOTATION,
  parseReference,
  REF_ANNOTATION,
} from '../image/reference'

/** The annotations of an index's descriptor that tell engines the image's name, and people the base it wants. */
export function nameAnnotations(reference: string | undefined, baseName: string | undefined): Record<string, string> {
  const parsed = reference !== undefined && isImageName(reference) ? parseReference(reference) : undefined
  return {
    ...(reference && parsed
      ? { [NAME_ANNOTATION]: fullReference(reference), [REF_ANNOTATION]: parsed.tag ?? 'latest' }
      : {}),
    ...(baseName === undefined ? {} : { [BASE_NAME_ANNOTATION]: baseName }),
  }
}

/**
 * The items of an index, each to be found by its ref name. skopeo takes the first that bears it, and engines give the tag alone: of
 * images that share theirs the later go by their whole names.
 */
export function distinctRefs(items: readonly unknown[]): unknown[] {
  const bearers = new Map<unknown, unknown>()
  return items.map((item) => {
    const { [REF_ANNOTATION]: ref, [NAME_ANNOTATION]: name } = annotationsOf(item)
    if (ref === undefined || name === undefined || !isObject(item)) return item
    const bearer = bearers.get(ref) ?? name
    bearers.set(ref, bearer)
    if (bearer === name) return item
    return { ...item, annotations: { ...annotationsOf(item), [REF_ANNOTATION]: name } }
  })
}

export const annotationsOf = (item: unknown): JsonObject =>
  isObject(item) && isObject(item['annotations']) ? item['annotations'] : {}

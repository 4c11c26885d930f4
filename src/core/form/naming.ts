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

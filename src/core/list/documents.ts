import {
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  FAILSAFE_SCHEMA,
  loadAll,
  mapTag,
  mergeTag,
  seqTag,
  YAMLException,
} from 'js-yaml'
import { UnnamedError } from '../errors'

/** Deeper, and with more references, than anybody writes; aliases are shared, never copied. */
const LIMITS = { maxDepth: 100, maxAliases: 2000, maxTotalMergeKeys: 20_000 }

const nobody = () => false
const text = (source: string) => source

/** Tags of others (`!reset`, `!Ref`, `!!int`) change nothing: every scalar is the text that stands there, so that 1.10 stays 1.10. */
const anyTag = ['!', 'tag:'].flatMap((prefix) => [
  defineScalarTag(prefix, { matchByTagPrefix: true, resolve: text, identify: nobody }),
  defineSequenceTag(prefix, { ...seqTag, matchByTagPrefix: true, identify: nobody }),
  defineMappingTag(prefix, { ...mapTag, matchByTagPrefix: true, identify: nobody }),
])

const SCHEMA = FAILSAFE_SCHEMA.withTags(mergeTag, ...anyTag)

/**
 * The documents of YAML 1.2, and of JSON with it. Of a key that stands twice the last counts, as for kubectl.
 * @throws UnnamedError `list-not-yaml`, or `list-too-much` where it goes beyond what is read.
 */
export function documentsIn(source: string): readonly unknown[] {
  try {
    return loadAll(source, { ...LIMITS, schema: SCHEMA, json: true })
  } catch (thrown) {
    if (!(thrown instanceof YAMLException)) throw thrown
    const { reason, mark } = thrown
    const line = (mark?.line ?? 0) + 1
    throw new UnnamedError((file) =>
      /exceeded max/.test(reason)
        ? { code: 'list-too-much', facts: { file, reason } }
        : { code: 'list-not-yaml', facts: { file, line, reason } },
    )
  }
}

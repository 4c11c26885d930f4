import { compact } from './compact'
import { asIs } from './as-is'
import type { Form } from './form'
import type { FormId } from './form-id'
import { universal } from './universal'

export const forms: Record<FormId, Form> = { universal, 'as-is': asIs, compact }

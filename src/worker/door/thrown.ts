import { transferHandlers, type TransferHandler } from 'comlink'
import { ArchiveError, errorOf, faultOf, UnnamedError, unnamedOf, type Fault } from '../../core/errors'

interface Thrown {
  readonly value: unknown
}

type CrossedError =
  { readonly fault: Fault; readonly named: boolean } | { readonly name: string; readonly message: string }

/** By its own means Comlink would bring the message alone, and no code. */
const comlinks = transferHandlers.get('throw')

/** What a job throws: an ArchiveError arrives as that, an AbortError too, anything else as an Error of its name and message. */
export const thrown: TransferHandler<Thrown, CrossedError> = {
  canHandle: (value): value is Thrown => comlinks?.canHandle(value) ?? false,
  serialize: ({ value }) => [crossed(value), []],
  deserialize(error) {
    if ('fault' in error) throw error.named ? errorOf(error.fault) : unnamedOf(error.fault)
    if (error.name === 'AbortError') throw new DOMException(error.message, error.name)
    throw Object.assign(new Error(error.message), { name: error.name })
  },
}

function crossed(value: unknown): CrossedError {
  if (value instanceof ArchiveError) return { fault: value.fault, named: true }
  if (value instanceof UnnamedError) return { fault: faultOf(value), named: false }
  return value instanceof Error
    ? { name: value.name, message: value.message }
    : { name: 'Error', message: String(value) }
}

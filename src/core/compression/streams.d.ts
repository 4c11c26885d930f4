/** TypeScript's library does not know of it yet (WHATWG Streams, "ReadableStreamBYOBReader"). */
interface ReadableStreamBYOBReader {
  read<T extends ArrayBufferView>(view: T, options: { readonly min: number }): Promise<ReadableStreamReadResult<T>>
}

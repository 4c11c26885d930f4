/** A name that nothing else has: for locks, spools and workers. `randomUUID` would want a secure context. */
export const newName = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('')

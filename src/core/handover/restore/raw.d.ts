/** A file beside this one, as text: Vite takes it along so (`?raw`). */
declare module '*.pl?raw' {
  const text: string
  export default text
}

declare module '*.py?raw' {
  const text: string
  export default text
}

declare module '*.txt?raw' {
  const text: string
  export default text
}

/** As a data: URL, in base64. */
declare module '*.wasm?url&inline' {
  const url: string
  export default url
}

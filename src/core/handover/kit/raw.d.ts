/** A script as it stands here, as text. */
declare module '*.sh?raw' {
  const text: string
  export default text
}

declare module '*.ps1?raw' {
  const text: string
  export default text
}

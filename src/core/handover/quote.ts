/** A text as one word of a POSIX shell, whatever it is. */
export const quoteSh = (text: string) =>
  /^[a-zA-Z0-9._/-]+$/.test(text) && !text.startsWith('-') ? text : textSh(text)

export const textSh = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

export const quotePowerShell = (text: string) =>
  /^[a-zA-Z0-9._-]+$/.test(text) && !text.startsWith('-') ? text : textPowerShell(text)

/** PowerShell takes typographic quotes for its own (about_Quoting_Rules): they are doubled like the plain one. */
export const textPowerShell = (text: string) => `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`

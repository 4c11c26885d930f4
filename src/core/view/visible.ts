/**
 * Text of others, as it may be shown: names, tags, paths and lines are whatever their writers put there, also what is not seen
 * but turns the rest around or hides it (Unicode, "Bidirectional Algorithm", UAX 9; "Trojan Source", CVE-2021-42574).
 */

/** Controls, whatever has no looks of its own, and the ends of lines; but the selector that emoji stand with. */
const UNSEEN = /(?!\uFE0F)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Each in its place, by its code: `a⟨U+202E⟩gpj`. What is visible stays as it is. */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (unseen) => `⟨U+${unseen.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`)

/**
 * Characters that a terminal acts on or does not show: control characters, line separators, bidi overrides, zero-width
 * characters, and others that are ignored by default.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

const hex = (code: number): string => code.toString(16).padStart(4, '0')

/** Longer texts of a file are cut. */
const longest = 60

/** The first character of a text that is not printable, as `U+200B`; `undefined` if there is none. */
export function unprintableIn(text: string): string | undefined {
  const [found] = text.match(unprintable) ?? []
  return found && `U+${hex(found.codePointAt(0) ?? 0).toUpperCase()}`
}

/** A text of a file for a message: unprintable characters are escaped as `\u{200b}`, and a long text is cut. */
export function printable(text: string): string {
  const characters = [...text.slice(0, 2 * longest)]
  const short = text.length > longest ? `${characters.slice(0, longest).join('')}…` : text
  return short.replace(unprintable, (character) => `\\u{${hex(character.codePointAt(0) ?? 0)}}`)
}

/** JSON in which unprintable characters are escaped. It parses to the same value. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value).replace(unprintable, (character) =>
    character.replace(/[\s\S]/g, (unit) => `\\u${hex(unit.charCodeAt(0))}`),
  )

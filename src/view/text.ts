import { breakIntoLines } from './lineBreaks'

/** Text measurement without a DOM. Widths are upper bounds for Noto, WenQuanYi and DejaVu. */

const fullWidth =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/

/** The width of one character, in em. */
function emWidth(character: string): number {
  if (fullWidth.test(character)) return 1
  if ("ijl.,:;|!'I[]()".includes(character)) return 0.4
  if ('ftr -'.includes(character)) return 0.42
  if ('mwMW@%—…→←↩■'.includes(character)) return 1
  if ('cszJ'.includes(character)) return 0.56
  return /[A-Z]/.test(character) ? 0.74 : 0.64
}

/** The width of a line of text, in the unit of its font size. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((width, character) => width + emWidth(character), 0) * size

/** Breaks text into lines of at most `width`; a longer word gets a line of its own. */
export const wrapText = (text: string, size: number, width: number): string[] =>
  breakIntoLines(text, (line) => textWidth(line, size) <= width)

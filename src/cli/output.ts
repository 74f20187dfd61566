import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Issue } from '../schema/issues'
import { formatInstant, parseInstant } from '../time'
import { type Language, phrases } from './phrases'

/** How text is dressed: colours on a terminal, none elsewhere. */
export type Style = { lang: Language; colors: ReturnType<typeof pc.createColors> }

export function styleFor(lang: Language, stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Style {
  return { lang, colors: pc.createColors(stream.isTTY === true && !env.NO_COLOR) }
}

/** Fills up with blanks to a width on screen, where a Chinese character takes two columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)))
}

/** An instant as people in China read it: day and minute, seconds only where there are any. */
export function clockTime(iso: string): string {
  const at = parseInstant(iso)
  if (Number.isNaN(at)) return iso
  const [date, time] = formatInstant(at).split('T')
  const seconds = time?.slice(5, 8) === ':00' ? '' : (time?.slice(5, 8) ?? '')
  return `${date} ${time?.slice(0, 5)}${seconds}`
}

/** A mistake, by its path. */
export const issueLine = ({ path, ...message }: Issue, lang: Language): string =>
  `  ${path || '.'}: ${message[lang]}`

/** What stands between words, in each language. */
export const punctuation = {
  colon: { zh: '：', en: ': ' },
  comma: { zh: '、', en: ', ' },
}

/** Something said by the way. */
export const bracketed = (text: string, lang: Language): string =>
  ({ zh: `（${text}）`, en: ` (${text})` })[lang]

/** `§5.1.4 §6.4.5`, or the word for a rule of the library's own. */
export function sections(cites: readonly string[], lang: Language): string {
  return cites.map((cite) => (cite === 'policy' ? phrases.policy[lang] : `§${cite}`)).join(' ')
}

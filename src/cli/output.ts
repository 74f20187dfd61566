import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Snapshot } from '../engine/snapshot'
import { statePaths } from '../engine/stateTree'
import type { Language } from '../language'
import type { Issue } from '../schema/issues'
import { formatInstant, parseInstant } from '../time'
import { titles } from '../titles'
import { phrases } from './phrases'

/** The language and the colours of the output. */
export type Style = { lang: Language; colors: ReturnType<typeof pc.createColors> }

/** Colours only on a terminal, and only without `NO_COLOR`. */
export function styleFor(lang: Language, stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Style {
  return { lang, colors: pc.createColors(stream.isTTY === true && !env.NO_COLOR) }
}

/** Pads to a width on screen, where a Chinese character takes two columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)))
}

/** An instant as a clock in China shows it, to the minute, or to the second if that is not 0. Other text is unchanged. */
export function clockTime(iso: string): string {
  const at = parseInstant(iso)
  if (Number.isNaN(at)) return iso
  const [date, time] = formatInstant(at).split('T')
  const seconds = time?.slice(5, 8) === ':00' ? '' : (time?.slice(5, 8) ?? '')
  return `${date} ${time?.slice(0, 5)}${seconds}`
}

export const issueLine = ({ path, ...message }: Issue, lang: Language): string =>
  `  ${path || '.'}: ${message[lang]}`

export const punctuation = {
  colon: { zh: '：', en: ': ' },
  comma: { zh: '、', en: ', ' },
}

/** Adds the parentheses of the language. */
export const parenthesized = (text: string, lang: Language): string =>
  ({ zh: `（${text}）`, en: ` (${text})` })[lang]

/** `§5.1.4 §6.4.5`, with the word for the library's own policy where no § is cited. */
export function citationText(cites: readonly string[], lang: Language): string {
  return cites.map((cite) => (cite === 'policy' ? phrases.policy[lang] : `§${cite}`)).join(' ')
}

/** The titles and paths of the current states, on one line. */
export function titlesOfStates(snapshot: Snapshot, { lang, colors }: Style): string {
  return statePaths(snapshot.value)
    .map((path) => `${titles.states[path][lang]} ${colors.dim(path)}`)
    .join(punctuation.comma[lang])
}

import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Snapshot } from '../engine/snapshot'
import { punctuation } from '../labels'
import type { Language } from '../language'
import { statePaths } from '../machine/states'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import type { Issue } from '../schema/issues'
import { titles } from '../titles'
import { phrases } from './phrases'

/** The language and the colours of the output, and what decides. */
export type Style = {
  lang: Language
  colors: ReturnType<typeof pc.createColors>
  /** Whether to print ids beside the titles. */
  ids?: boolean | undefined
  /** The registrations, with the provisions of `--provisions`. */
  registrations: Registrations
}

/** Colours only on a terminal, and only without `NO_COLOR`. */
export function styleFor(lang: Language, stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Style {
  const colors = pc.createColors(stream.isTTY === true && !env.NO_COLOR)
  return { lang, colors, registrations: nationalRegistrations() }
}

/** Pads text to a width on screen, where a Chinese character has two columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)))
}

/** An id after its title, with `--ids`. */
export const idText = (id: string, { ids, colors }: Style): string => (ids ? ` ${colors.dim(id)}` : '')

export const issueLine = ({ path, ...message }: Issue, lang: Language): string =>
  `  ${path && `${path}: `}${message[lang]}`

/** Adds the parentheses of the language. */
export const parenthesized = (text: string, lang: Language): string =>
  ({ zh: `（${text}）`, en: ` (${text})` })[lang]

/** Formats citations: `§5.1.4 §6.4.5`, and a word for the library's own policy. */
export function citationText(cites: readonly string[], lang: Language): string {
  // A provision cites a document by its name.
  const text = (cite: string) => (/^\d/.test(cite) ? `§${cite}` : cite)
  return cites.map((cite) => (cite === 'policy' ? phrases.policy[lang] : text(cite))).join(' ')
}

/** The titles of the current states on one line, with their paths if `ids` is set. */
export function titlesOfStates(snapshot: Snapshot, style: Style): string {
  const { lang } = style
  return statePaths(snapshot.value)
    .map((path) => `${titles.states[path][lang]}${idText(path, style)}`)
    .join(punctuation.comma[lang])
}

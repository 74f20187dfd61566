import type { Language, LocalizedText } from '../language'
import { dateText, fill, punctuation, valueNamesIn } from '../templates'
import { backgroundTitles } from '../titles'
import type { Context } from './context'
import { namedInstant, namedInstantNames } from './instants'
import { formatNames, requirementsOf } from './requirements'

/** The values that texts of the guide can have, so that they say what the notice of the registration asks for. */

type ValueOf = (context: Context, lang: Language) => string

const list = (mediaTypes: readonly string[], lang: Language): string =>
  formatNames(mediaTypes).join(punctuation.comma[lang])

const values: Readonly<Record<string, ValueOf>> = {
  photoSize: ({ terms }) => {
    const { widthPx, heightPx } = requirementsOf(terms).photo
    return `${widthPx} × ${heightPx}`
  },
  photoFormats: ({ terms }, lang) => list(requirementsOf(terms).photo.mediaTypes, lang),
  photoBackground: ({ terms }, lang) => backgroundTitles[requirementsOf(terms).photo.background][lang],
  documentFormats: ({ terms }, lang) => list(requirementsOf(terms).documentTypes, lang),
  verificationHours: ({ terms }) => String(requirementsOf(terms).verificationHours),
  reconciliationHours: ({ terms }) => String(requirementsOf(terms).reconciliationHours),
}

/** The names that a title of the guide can have in `{…}`: these values, and the instants of the notice. */
export const guideValueNames = (): readonly string[] => [...Object.keys(values), ...namedInstantNames]

function valueText(context: Context, name: string, lang: Language): string {
  const value = values[name]?.(context, lang)
  if (value !== undefined) return value
  const at = namedInstant(context, name)
  return at === undefined ? '' : dateText(at, lang, context.at)
}

/** Returns a title of the guide with its values; parts in `[…]` whose value is not known yet are left out. */
export function withGuideValues(title: LocalizedText, context: Context): LocalizedText {
  if (valueNamesIn(title.zh).length === 0 && valueNamesIn(title.en).length === 0) return title
  const textIn = (lang: Language) => fill(title[lang], (name) => valueText(context, name, lang))
  return { zh: textIn('zh'), en: textIn('en') }
}

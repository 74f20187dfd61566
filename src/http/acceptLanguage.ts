import type { Language } from '../language'

/** The weight of an entry such as `en;q=0.8`; 0 if it is malformed. */
function weightOf(parameters: readonly string[]): number {
  const q = parameters.map((one) => one.trim()).find((one) => one.startsWith('q='))
  return q === undefined ? 1 : Number(q.slice(2)) || 0
}

/** The language of an answer by `Accept-Language`: Chinese, unless English is wanted more. */
export function languageOf(header: string | null): Language {
  let best: { lang: Language; weight: number } = { lang: 'zh', weight: 0 }
  for (const entry of header?.split(',') ?? []) {
    const [tag = '', ...parameters] = entry.split(';')
    const lang = tag.trim().slice(0, 2).toLowerCase()
    const weight = weightOf(parameters)
    if ((lang === 'zh' || lang === 'en') && weight > best.weight) best = { lang, weight }
  }
  return best.lang
}

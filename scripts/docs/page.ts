import type { Cite, LocalizedText } from '../../src'

/** A page of the documentation that is made from the library itself. */
export type Page = { file: string; text: string }

export type Lang = keyof LocalizedText

export const langs: readonly Lang[] = ['en', 'zh']

/** `docs/rules.md`, and `docs/rules.zh.md` beside it. */
export const fileOf = (name: string, lang: Lang): string => `docs/${name}${lang === 'zh' ? '.zh' : ''}.md`

const generated: LocalizedText = {
  zh: '本页由库生成：`npm run docs`。',
  en: 'Made from the library: `npm run docs`.',
}

/** A page in both languages, with its heading. */
export function pages(name: string, title: LocalizedText, body: (lang: Lang) => string): Page[] {
  const other: Record<Lang, string> = { en: `[中文](${name}.zh.md)`, zh: `[English](${name}.md)` }
  return langs.map((lang) => ({
    file: fileOf(name, lang),
    text: `# ${title[lang]}\n\n${other[lang]} · ${generated[lang]}\n\n${body(lang).trimEnd()}\n`,
  }))
}

/** What a heading is linked by. */
export const anchor = (id: string): string => id.toLowerCase().replace(/[^a-z0-9]+/g, '-')

const policy: LocalizedText = { zh: '本库约定', en: 'policy' }

/** Sections as links to where the official text is laid beside the library. */
export const cited = (cites: readonly (Cite | string)[], lang: Lang): string =>
  cites
    .map((cite) => {
      if (cite === 'policy') return policy[lang]
      return `[§${cite}](law${lang === 'zh' ? '.zh' : ''}.md#${anchor(`s-${cite}`)})`
    })
    .join(' ')

/** A place that links lead to. */
export const place = (id: string): string => `<a id="${anchor(id)}"></a>`

/** A link to a page's place. */
export const link = (page: string, id: string, lang: Lang): string =>
  `[\`${id}\`](${page}${lang === 'zh' ? '.zh' : ''}.md#${anchor(id)})`

/** A table, whose cells hold no line of their own. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}

import type { Cite, LocalizedText } from '../../src'

/** A generated page; `file` is relative to the project's root. */
export type Page = { file: string; text: string }

export type Lang = keyof LocalizedText

export const langs: readonly Lang[] = ['en', 'zh']

/** The file of a page, such as `docs/rules.md` or `docs/rules.zh.md`. */
export const fileOf = (name: string, lang: Lang): string => `docs/${name}${lang === 'zh' ? '.zh' : ''}.md`

const generated: LocalizedText = {
  zh: '本页由 `npm run docs` 自动生成。',
  en: 'Generated from the library by `npm run docs`.',
}

/** A page in both languages, each with its heading and a link to the other. */
export function pages(name: string, title: LocalizedText, body: (lang: Lang) => string): Page[] {
  const other: Record<Lang, string> = { en: `[中文](${name}.zh.md)`, zh: `[English](${name}.md)` }
  return langs.map((lang) => ({
    file: fileOf(name, lang),
    text: `# ${title[lang]}\n\n${other[lang]} · ${generated[lang]}\n\n${body(lang).trimEnd()}\n`,
  }))
}

/** The fragment that links to an id. */
export const anchor = (id: string): string => id.toLowerCase().replace(/[^a-z0-9]+/g, '-')

const policy: LocalizedText = { zh: '本库约定', en: 'policy' }

/** Sections of the official text as links to the page `law`. */
export const cited = (cites: readonly (Cite | string)[], lang: Lang): string =>
  cites
    .map((cite) => {
      if (cite === 'policy') return policy[lang]
      return `[§${cite}](law${lang === 'zh' ? '.zh' : ''}.md#${anchor(`s-${cite}`)})`
    })
    .join(' ')

/** The target of links to an id. */
export const target = (id: string): string => `<a id="${anchor(id)}"></a>`

/** A link to an id on a page. */
export const link = (page: string, id: string, lang: Lang): string =>
  `[\`${id}\`](${page}${lang === 'zh' ? '.zh' : ''}.md#${anchor(id)})`

/** A Markdown table; line breaks in cells become spaces. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}

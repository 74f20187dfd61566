import type { Journey } from '../journeyFormat'
import type { Language } from '../language'

/** The parts of a page. */
export type PageParts = {
  /** The bundled program of the page. */
  script: string
  style: string
  /** The script of the provisions, for a page that decides by them. */
  provisions?: string | undefined
  journeys: readonly Journey[]
  lang: Language
}

/** Escapes a program for a `script` element. */
const escapeScript = (text: string): string => text.replace(/<(?=\/script|!--)/gi, '\\x3c')

/** Escapes data for a JSON `script` element. */
const escapeJson = (data: unknown): string => JSON.stringify(data).replace(/</g, '\\u003c')

/** A self-contained page: it loads no other file and makes no request. */
export function pageHtml({ script, style, provisions, journeys, lang }: PageParts): string {
  const title = lang === 'zh' ? '报名全流程 · baokao' : 'A registration, end to end · baokao'
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<div id="page"></div>
<noscript>${lang === 'zh' ? '本页需要 JavaScript。' : 'This page needs JavaScript.'}</noscript>
<script type="application/json" id="page-input">${escapeJson({ journeys, lang, provisions: provisions !== undefined })}</script>
<script>${escapeScript(script)}</script>${
    provisions === undefined
      ? ''
      : `
<script>${escapeScript(provisions)}</script>`
  }
</body>
</html>
`
}

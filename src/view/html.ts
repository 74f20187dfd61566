import type { Journey } from '../journey'
import type { LocalizedText } from '../language'

/** What a page is made of. */
export type PageParts = {
  /** The program of the page, as one script. */
  script: string
  style: string
  journeys: readonly Journey[]
  lang: keyof LocalizedText
}

/** Text that may stand inside a script element. */
const inScript = (text: string): string => text.replace(/<(?=\/script|!--)/gi, '\\x3c')

/** JSON that may stand inside a script element. */
const inData = (data: unknown): string => JSON.stringify(data).replace(/</g, '\\u003c')

/** A page that needs nothing else: no network, no file beside it. It runs no script but its own. */
export function html({ script, style, journeys, lang }: PageParts): string {
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
<script type="application/json" id="given">${inData({ journeys, lang })}</script>
<script>${inScript(script)}</script>
</body>
</html>
`
}

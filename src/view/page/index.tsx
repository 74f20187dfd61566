import { render } from 'preact'
import { App, type PageInput } from './App'

/** See `pageHtml`. */
const input = JSON.parse(document.getElementById('page-input')?.textContent ?? '{}') as Partial<PageInput>
const root = document.getElementById('page')
if (root) render(<App journeys={input.journeys ?? []} lang={input.lang ?? 'zh'} />, root)

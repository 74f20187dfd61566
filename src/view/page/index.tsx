import { render } from 'preact'
import { App, type PageInput } from './App'

/** What the document carries beside the page: journeys, and the language to begin with. */
const given = JSON.parse(document.getElementById('given')?.textContent ?? '{}') as Partial<PageInput>
const root = document.getElementById('page')
if (root) render(<App journeys={given.journeys ?? []} lang={given.lang ?? 'zh'} />, root)

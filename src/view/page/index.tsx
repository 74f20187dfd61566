import { render } from 'preact'
import { App, type PageInput } from './App'

// After the scripts of the document, one of which may say what decides.
document.addEventListener('DOMContentLoaded', () => {
  /** The data that `pageHtml` embeds. */
  const input = JSON.parse(document.getElementById('page-input')?.textContent ?? '{}') as Partial<PageInput>
  const root = document.getElementById('page')
  if (root) render(<App journeys={input.journeys ?? []} lang={input.lang ?? 'zh'} />, root)
})

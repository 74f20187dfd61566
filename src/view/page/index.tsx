import { render } from 'preact'
import { App, type PageInput } from './App'
import { provisionsLoaded } from './pageRegistrations'
import { pageTexts } from './pageTexts'

// After the scripts of the document, one of which may say what decides.
document.addEventListener('DOMContentLoaded', () => {
  /** The data that `pageHtml` embeds. */
  const input = JSON.parse(document.getElementById('page-input')?.textContent ?? '{}') as Partial<PageInput>
  const root = document.getElementById('page')
  if (root === null) return
  // Without its provisions the page would show another law than it says.
  if (input.provisions && !provisionsLoaded()) {
    root.textContent = pageTexts.notLoaded[input.lang ?? 'zh']
    return
  }
  render(<App journeys={input.journeys ?? []} lang={input.lang ?? 'zh'} />, root)
})

import { useState } from 'preact/hooks'
import type { Language } from '../../language'
import { type LookupTarget, lookUp } from './lookup'
import { pageTexts } from './pageTexts'

type SearchProps = { lang: Language; onDetails: (target: LookupTarget) => void }

/** A search field that shows results while the user types. */
export function Search({ lang, onDetails }: SearchProps) {
  const [text, setText] = useState('')
  const found = lookUp(text)
  const choose = (target: LookupTarget | undefined) => {
    if (target === undefined) return
    setText('')
    onDetails(target)
  }
  return (
    <search>
      <form
        class="search"
        onSubmit={(event) => {
          event.preventDefault()
          // The state may be older than the field if the user pressed keys before the next rendering.
          choose(lookUp(new FormData(event.currentTarget).get('query')?.toString() ?? '')[0])
        }}
      >
        <input
          id="search"
          name="query"
          type="search"
          value={text}
          placeholder={pageTexts.search[lang]}
          aria-label={pageTexts.search[lang]}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        {text.trim() !== '' && (
          <ul aria-live="polite">
            {found.map(({ kind, id, title }) => (
              <li key={`${kind} ${id}`}>
                <button type="button" onClick={() => choose({ kind, id })}>
                  {title[lang]}{' '}
                  <small>
                    {pageTexts[kind][lang]} {kind === 'section' ? `§${id}` : <span class="id">{id}</span>}
                  </small>
                </button>
              </li>
            ))}
            {found.length === 0 && <li>{pageTexts.nothing[lang]}</li>}
          </ul>
        )}
      </form>
    </search>
  )
}

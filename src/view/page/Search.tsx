import { useState } from 'preact/hooks'
import { lookUp, type LookupTarget } from './lookup'
import { type Lang, pageTexts } from './pageTexts'

/** Finds a state, an event, a rule or a section as one types. */
export function Search({ lang, onThing }: { lang: Lang; onThing: (thing: LookupTarget) => void }) {
  const [text, setText] = useState('')
  const found = lookUp(text)
  const choose = (thing: LookupTarget | undefined) => {
    if (thing === undefined) return
    setText('')
    onThing(thing)
  }
  return (
    <search>
      <form
        class="search"
        onSubmit={(event) => {
          event.preventDefault()
          // As it stands in the field: keys come faster than the page is drawn.
          choose(lookUp(new FormData(event.currentTarget).get('words')?.toString() ?? '')[0])
        }}
      >
        <input
          id="search"
          name="words"
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
                    {pageTexts[kind][lang]} {kind === 'section' ? `§${id}` : id}
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

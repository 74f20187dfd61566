import { useEffect, useState } from 'preact/hooks'
import type { Language } from '../../language'
import { pageTexts } from './pageTexts'

/** A button that opens a journey file. */
export function FileButton({ lang, onFile }: { lang: Language; onFile: (file: File | undefined) => void }) {
  return (
    <label class="file">
      {pageTexts.open[lang]}
      <input
        type="file"
        accept=".json,application/json"
        onChange={({ currentTarget }) => {
          onFile(currentTarget.files?.[0])
          // Without this, choosing the same file again fires no change event.
          currentTarget.value = ''
        }}
      />
    </label>
  )
}

/** Buttons and a slider to step through a journey, manually or automatically. */
export function Controls({
  at,
  last,
  lang,
  onMove,
}: {
  at: number
  last: number
  lang: Language
  onMove: (to: number) => void
}) {
  const [running, setRunning] = useState(false)
  useEffect(() => {
    if (!running) return
    if (at >= last) {
      setRunning(false)
      return
    }
    const timer = setTimeout(() => onMove(at + 1), 1200)
    return () => clearTimeout(timer)
  }, [running, at, last])
  const button = (label: string, sign: string, to: number, disabled: boolean) => (
    <button type="button" aria-label={label} title={label} disabled={disabled} onClick={() => onMove(to)}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d={sign} fill="currentColor" stroke="currentColor" />
      </svg>
    </button>
  )
  return (
    <span class="steps">
      {button(pageTexts.first[lang], 'M3 2v8M10 2 5 6l5 4z', 0, at === 0)}
      {button(pageTexts.previous[lang], 'M9 2 3 6l6 4z', at - 1, at === 0)}
      <button type="button" class="main" onClick={() => setRunning(!running)}>
        {running ? pageTexts.pause[lang] : pageTexts.run[lang]}
      </button>
      {button(pageTexts.next[lang], 'M3 2l6 4-6 4z', at + 1, at === last)}
      {button(pageTexts.last[lang], 'M2 2l5 4-5 4zM9 2v8', last, at === last)}
      <input
        type="range"
        min={0}
        max={last}
        value={at}
        aria-label={pageTexts.journey[lang]}
        onInput={({ currentTarget }) => onMove(Number(currentTarget.value))}
      />
      <output>
        {at}/{last}
      </output>
    </span>
  )
}

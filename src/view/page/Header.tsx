import { Icon } from './icons'
import type { Thing } from './lookup'
import { Search } from './Search'
import { type Lang, words } from './words'

/** What the page shows: the chart alone, a journey, or one that is being played. */
export type Mode = 'chart' | 'journey' | 'play'

type Props = {
  lang: Lang
  dark: boolean
  mode: Mode
  onLang: (lang: Lang) => void
  onDark: (dark: boolean) => void
  onMode: (mode: Mode) => void
  onThing: (thing: Thing) => void
}

export function Header({ lang, dark, mode, onLang, onDark, onMode, onThing }: Props) {
  return (
    <header>
      <h1>{words.title[lang]}</h1>
      <p class="legend">
        <span>{words.acts[lang]}</span>
        {(['candidate', 'office', 'outside', 'clock'] as const).map((actor) => (
          <span key={actor}>
            <Icon of={actor} /> {words[actor][lang]}
          </span>
        ))}
        <span class="way commitment">{words.commitment[lang]}</span>
        <span class="way proof">{words.proof[lang]}</span>
        <span>
          <Icon of="refusal" /> 3 {words.refusals[lang]}
        </span>
        <span>{words.back2[lang]}</span>
        <span>{words.ways[lang]}</span>
      </p>
      <Search lang={lang} onThing={onThing} />
      <div class="modes">
        {(['chart', 'journey', 'play'] as const).map((one) => (
          <button type="button" key={one} aria-pressed={mode === one} onClick={() => onMode(one)}>
            {words[one][lang]}
          </button>
        ))}
      </div>
      <div class="modes">
        <button
          type="button"
          onClick={() => onLang(lang === 'zh' ? 'en' : 'zh')}
          lang={lang === 'zh' ? 'en' : 'zh'}
        >
          {lang === 'zh' ? 'English' : '中文'}
        </button>
        <button type="button" onClick={() => onDark(!dark)}>
          {words[dark ? 'light' : 'dark'][lang]}
        </button>
      </div>
    </header>
  )
}

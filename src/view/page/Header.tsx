import type { Language } from '../../language'
import { punctuation } from '../../templates'
import { Icon } from './icons'
import type { LookupTarget } from './lookup'
import { pageProvisions } from './pageRegistrations'
import { pageTexts } from './pageTexts'
import { Search } from './Search'

/** The mode of the page: the chart alone, a journey, or a journey that the user plays. */
export type Mode = 'chart' | 'journey' | 'play'

type Props = {
  lang: Language
  dark: boolean
  /** Whether the ids of events, rules and states are shown. */
  ids: boolean
  mode: Mode
  onLang: (lang: Language) => void
  onDark: (dark: boolean) => void
  onIds: (ids: boolean) => void
  onMode: (mode: Mode) => void
  onDetails: (target: LookupTarget) => void
}

export function Header({ lang, dark, ids, mode, onLang, onDark, onIds, onMode, onDetails }: Props) {
  return (
    <header>
      <h1>{pageTexts.title[lang]}</h1>
      <p class="legend">
        <span>{pageTexts.acts[lang]}</span>
        {(['candidate', 'office', 'outside', 'clock'] as const).map((actor) => (
          <span key={actor}>
            <Icon of={actor} /> {pageTexts[actor][lang]}
          </span>
        ))}
        <span class="route commitment">{pageTexts.commitment[lang]}</span>
        <span class="route proof">{pageTexts.proof[lang]}</span>
        <span>
          <Icon of="refusal" /> 3 {pageTexts.refusals[lang]}
        </span>
        <span>{pageTexts.goesBack[lang]}</span>
        <span>{pageTexts.branches[lang]}</span>
      </p>
      {pageProvisions().length > 0 && (
        <p class="law">
          {pageTexts.law[lang]}
          {punctuation.colon[lang]}
          {pageProvisions().map(({ id, title }) => (
            <button type="button" class="link" key={id} onClick={() => onDetails({ kind: 'rule', id })}>
              {title[lang]} <small class="id">{id}</small>
            </button>
          ))}
        </p>
      )}
      <Search lang={lang} onDetails={onDetails} />
      <div class="modes">
        {(['chart', 'journey', 'play'] as const).map((one) => (
          <button type="button" key={one} aria-pressed={mode === one} onClick={() => onMode(one)}>
            {pageTexts[one][lang]}
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
          {pageTexts[dark ? 'light' : 'dark'][lang]}
        </button>
        <button type="button" aria-pressed={ids} onClick={() => onIds(!ids)}>
          {pageTexts.ids[lang]}
        </button>
      </div>
    </header>
  )
}

import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import type { EventType } from '../../events'
import { type Journey, titleIn } from '../../journey'
import { ChartPanel } from './ChartPanel'
import { Controls, FileButton } from './Controls'
import { statePathsOf } from './currentStates'
import { Details } from './Details'
import { Header, type Mode } from './Header'
import { readJourneyFile, saveJourneyFile } from './journeyFiles'
import type { LookupTarget } from './lookup'
import { DeadlinesPanel, ImpossiblePanel, PossiblePanel } from './NowPanels'
import { EventForm, StartForm } from './PlayForms'
import { type Lang, pageTexts } from './pageTexts'
import { withEvent, instantOf, type PlayedJourney, playJourney, withoutLastEvent } from './playedJourney'
import { StepPanel } from './StepPanel'
import { TimeLine } from './TimeLine'

/** What the page came with. */
export type PageInput = { journeys: readonly Journey[]; lang: Lang }

/** Reads a language, a journey and a step from the address, so that a place can be sent to somebody. */
function parseAddress(hash: string): { mode: Mode; journey: number; step: number | undefined } {
  const [, mode = '', journey = '0', step] =
    /^#(chart|journey|play)(?:\/(\d+))?(?:\/(\d+))?$/.exec(hash) ?? []
  return {
    mode: (mode || 'chart') as Mode,
    journey: Number(journey),
    step: step === undefined ? undefined : Number(step),
  }
}

export function App({ journeys, lang: first }: PageInput) {
  const place = useMemo(() => parseAddress(location.hash), [])
  const chosen = journeys[place.journey]
  const [lang, setLang] = useState<Lang>(first)
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const [mode, setMode] = useState<Mode>(journeys.length > 0 && location.hash === '' ? 'journey' : place.mode)
  const [shown, setShown] = useState<PlayedJourney | undefined>(() => chosen && playJourney(chosen))
  const [played, setPlayed] = useState<PlayedJourney | undefined>()
  const [index, setIndex] = useState(place.step ?? 0)
  const [stretch, setStretch] = useState<string | undefined>()
  const [thing, setThing] = useState<LookupTarget | undefined>()
  const [acting, setActing] = useState<EventType | undefined>()
  const [mistake, setMistake] = useState('')

  const path = mode === 'play' ? played : shown
  const moments = mode === 'chart' ? [] : (path?.moments ?? [])
  const at = Math.min(index, moments.length - 1)
  const moment = moments[at]

  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
    document.title = `${pageTexts.title[lang]} · baokao`
  }, [lang, dark])

  const begin = (journey: Journey) => {
    const path = playJourney(journey)
    if (path.moments.length === 0) {
      setMistake(
        `${pageTexts.notOpened[lang]}: ${path.run.issues.map((issue) => `${issue.path || '.'} ${issue[lang]}`).join('; ')}`,
      )
      return
    }
    setMistake('')
    setActing(undefined)
    setIndex(path.moments.length - 1)
    if (mode === 'play') setPlayed(path)
    else {
      setShown(path)
      setMode('journey')
      setIndex(0)
    }
  }

  const open = async (file: File | undefined) => {
    if (file === undefined) return
    const journey = await readJourneyFile(file)
    if (journey === undefined) setMistake(pageTexts.notJson[lang])
    else begin(journey)
  }

  const last = moments.length - 1
  const held = (to: number) => Math.max(0, Math.min(last, to))
  const move = (to: number) => setIndex(held(to))
  // Keys come faster than the page is drawn.
  const shift = (by: number) => setIndex((from) => held(Math.min(from, last) + by))

  // Before anybody can press a key.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)
      if (event.key === 'Escape') {
        setThing(undefined)
        setActing(undefined)
        setStretch(undefined)
      }
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '/') {
        event.preventDefault()
        document.getElementById('search')?.focus()
      }
      if (moments.length === 0) return
      if (event.key === 'ArrowRight') shift(1)
      if (event.key === 'ArrowLeft') shift(-1)
      if (event.key === 'Home') move(0)
      if (event.key === 'End') move(last)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })

  const onRule = (id: string) => setThing({ kind: 'rule', id })
  const visited = moments.slice(0, at + 1).flatMap(({ snapshot }) => statePathsOf(snapshot))

  return (
    <>
      <Header
        lang={lang}
        dark={dark}
        mode={mode}
        onLang={setLang}
        onDark={setDark}
        onMode={(next) => {
          setMode(next)
          setIndex(next === 'play' ? (played?.moments.length ?? 1) - 1 : 0)
          setActing(undefined)
        }}
        onThing={setThing}
      />
      {mistake && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      {mode === 'journey' && (
        <nav class="controls" aria-label={pageTexts.journey[lang]}>
          {journeys.length > 0 && (
            <select
              aria-label={pageTexts.journeys[lang]}
              value={path ? journeys.indexOf(path.journey) : -1}
              onChange={({ currentTarget }) => {
                const journey = journeys[Number(currentTarget.value)]
                if (journey) begin(journey)
              }}
            >
              {journeys.map(({ title }, i) => (
                <option key={titleIn(title, 'en')} value={i}>
                  {titleIn(title, lang)}
                </option>
              ))}
            </select>
          )}
          {moments.length > 0 && <Controls at={at} last={moments.length - 1} lang={lang} onMove={move} />}
          <FileButton lang={lang} onFile={open} />
          {journeys.length === 0 && moments.length === 0 && <p class="quiet">{pageTexts.noJourney[lang]}</p>}
        </nav>
      )}
      {mode === 'play' && (
        <nav class="controls" aria-label={pageTexts.play[lang]}>
          <StartForm lang={lang} onStart={begin} />
          <FileButton lang={lang} onFile={open} />
          {played && played.journey.steps.length > 0 && (
            <button type="button" onClick={() => begin(withoutLastEvent(played.journey))}>
              {pageTexts.undo[lang]}
            </button>
          )}
          {played && (
            <button type="button" onClick={() => saveJourneyFile(played.journey)}>
              {pageTexts.save[lang]}
            </button>
          )}
        </nav>
      )}
      <main class={mode}>
        <ChartPanel
          lang={lang}
          stretch={stretch}
          lit={moment ? statePathsOf(moment.snapshot) : []}
          visited={visited}
          small={moment !== undefined}
          onStretch={setStretch}
          onThing={setThing}
        />
        {moment && (
          <>
            <TimeLine moments={moments} index={at} lang={lang} onIndex={move} />
            <div class="panels">
              {acting && mode === 'play' ? (
                <EventForm
                  key={`${acting} ${at}`}
                  type={acting}
                  moment={moment}
                  lang={lang}
                  onAct={(event) => played && begin(withEvent(played, event))}
                  onClose={() => setActing(undefined)}
                />
              ) : (
                <StepPanel moments={moments} index={at} lang={lang} onRule={onRule} />
              )}
              <PossiblePanel
                snapshot={moment.snapshot}
                at={instantOf(moment)}
                lang={lang}
                onRule={onRule}
                onAct={mode === 'play' && at === moments.length - 1 ? setActing : undefined}
              />
              <ImpossiblePanel snapshot={moment.snapshot} at={instantOf(moment)} lang={lang} onRule={onRule} />
              <DeadlinesPanel snapshot={moment.snapshot} lang={lang} />
            </div>
          </>
        )}
      </main>
      {thing && <Details thing={thing} lang={lang} onThing={setThing} onClose={() => setThing(undefined)} />}
    </>
  )
}

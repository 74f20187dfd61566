import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import type { EventType } from '../../events'
import { type Journey, titleIn } from '../../journeyFormat'
import type { Language } from '../../language'
import { statePaths } from '../../machine/states'
import { ChartPanel } from './ChartPanel'
import { Controls, FileButton } from './Controls'
import { Details } from './Details'
import { Header, type Mode } from './Header'
import { readJourneyFile, saveJourneyFile } from './journeyFiles'
import type { LookupTarget } from './lookup'
import { DeadlinesPanel, ImpossiblePanel, PossiblePanel } from './NowPanels'
import { EventForm, StartForm } from './PlayForms'
import { pageTexts } from './pageTexts'
import { instantOf, type PlayedJourney, playJourney, withEvent, withoutLastEvent } from './playedJourney'
import { StepPanel } from './StepPanel'
import { TimeLine } from './TimeLine'

/** The data that is embedded in the document. */
export type PageInput = {
  journeys: readonly Journey[]
  lang: Language
  /** Whether the document has a module of provisions. */
  provisions?: boolean
}

/** Parses `#mode/journey/step`, so that a link can point to a step. */
function parseAddress(hash: string): { mode: Mode; journey: number; step: number | undefined } {
  const [, mode = '', journey = '0', step] =
    /^#(chart|journey|play)(?:\/(\d+))?(?:\/(\d+))?$/.exec(hash) ?? []
  return {
    mode: (mode || 'chart') as Mode,
    journey: Number(journey),
    step: step === undefined ? undefined : Number(step),
  }
}

export function App({ journeys, lang: initialLang }: PageInput) {
  const address = useMemo(() => parseAddress(location.hash), [])
  const linked = journeys[address.journey]
  const [lang, setLang] = useState<Language>(initialLang)
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const [ids, setIds] = useState(false)
  const [mode, setMode] = useState<Mode>(
    journeys.length > 0 && location.hash === '' ? 'journey' : address.mode,
  )
  const [opened, setOpened] = useState<PlayedJourney | undefined>(() => linked && playJourney(linked))
  const [played, setPlayed] = useState<PlayedJourney | undefined>()
  const [index, setIndex] = useState(address.step ?? 0)
  const [stage, setStage] = useState<string | undefined>()
  const [details, setDetails] = useState<LookupTarget | undefined>()
  const [formType, setFormType] = useState<EventType | undefined>()
  const [error, setError] = useState('')

  const current = mode === 'play' ? played : opened
  const moments = mode === 'chart' ? [] : (current?.moments ?? [])
  const at = Math.min(index, moments.length - 1)
  const moment = moments[at]

  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
    document.documentElement.dataset.theme = dark ? 'dark' : 'light'
    document.documentElement.classList.toggle('ids', ids)
    document.title = `${pageTexts.title[lang]} · baokao`
  }, [lang, dark, ids])

  const show = (journey: Journey) => {
    const next = playJourney(journey)
    if (next.moments.length === 0) {
      const issues = next.run.issues.map((issue) => `${issue.path || '.'} ${issue[lang]}`)
      setError(`${pageTexts.notOpened[lang]}: ${issues.join('; ')}`)
      return
    }
    setError('')
    setFormType(undefined)
    setIndex(next.moments.length - 1)
    if (mode === 'play') setPlayed(next)
    else {
      setOpened(next)
      setMode('journey')
      setIndex(0)
    }
  }

  const openFile = async (file: File | undefined) => {
    if (file === undefined) return
    const journey = await readJourneyFile(file)
    if (journey === undefined) setError(pageTexts.notJson[lang])
    else show(journey)
  }

  const last = moments.length - 1
  const clamp = (to: number) => Math.max(0, Math.min(last, to))
  const goTo = (to: number) => setIndex(clamp(to))
  // The user may press several keys before the next rendering, so this uses the latest index.
  const stepBy = (by: number) => setIndex((from) => clamp(Math.min(from, last) + by))

  // A layout effect, so that no key press is lost before the first paint.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)
      if (event.key === 'Escape') {
        setDetails(undefined)
        setFormType(undefined)
        setStage(undefined)
      }
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '/') {
        event.preventDefault()
        document.getElementById('search')?.focus()
      }
      if (moments.length === 0) return
      if (event.key === 'ArrowRight') stepBy(1)
      if (event.key === 'ArrowLeft') stepBy(-1)
      if (event.key === 'Home') goTo(0)
      if (event.key === 'End') goTo(last)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })

  const onRule = (id: string) => setDetails({ kind: 'rule', id })
  const visited = moments.slice(0, at + 1).flatMap(({ snapshot }) => statePaths(snapshot.value))

  return (
    <>
      <Header
        lang={lang}
        dark={dark}
        mode={mode}
        onLang={setLang}
        onDark={setDark}
        ids={ids}
        onIds={setIds}
        onMode={(next) => {
          setMode(next)
          setIndex(next === 'play' ? (played?.moments.length ?? 1) - 1 : 0)
          setFormType(undefined)
        }}
        onDetails={setDetails}
      />
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      {mode === 'journey' && (
        <nav class="controls" aria-label={pageTexts.journey[lang]}>
          {journeys.length > 0 && (
            <select
              aria-label={pageTexts.journeys[lang]}
              value={current ? journeys.indexOf(current.journey) : -1}
              onChange={({ currentTarget }) => {
                const journey = journeys[Number(currentTarget.value)]
                if (journey) show(journey)
              }}
            >
              {journeys.map(({ title }, i) => (
                <option key={titleIn(title, 'en')} value={i}>
                  {titleIn(title, lang)}
                </option>
              ))}
            </select>
          )}
          {moments.length > 0 && <Controls at={at} last={moments.length - 1} lang={lang} onMove={goTo} />}
          <FileButton lang={lang} onFile={openFile} />
          {journeys.length === 0 && moments.length === 0 && <p class="quiet">{pageTexts.noJourney[lang]}</p>}
        </nav>
      )}
      {mode === 'play' && (
        <nav class="controls" aria-label={pageTexts.play[lang]}>
          <StartForm lang={lang} onStart={show} />
          <FileButton lang={lang} onFile={openFile} />
          {played && played.journey.steps.length > 0 && (
            <button type="button" onClick={() => show(withoutLastEvent(played.journey))}>
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
          stage={stage}
          active={moment ? statePaths(moment.snapshot.value) : []}
          visited={visited}
          withBars={moment === undefined}
          onStage={setStage}
          onDetails={setDetails}
        />
        {moment && (
          <>
            <TimeLine moments={moments} index={at} lang={lang} onIndex={goTo} />
            <div class="panels">
              {formType && mode === 'play' ? (
                <EventForm
                  key={`${formType} ${at}`}
                  type={formType}
                  moment={moment}
                  lang={lang}
                  onSubmit={(event) => played && show(withEvent(played, event))}
                  onClose={() => setFormType(undefined)}
                />
              ) : (
                <StepPanel moments={moments} index={at} lang={lang} onRule={onRule} />
              )}
              <PossiblePanel
                snapshot={moment.snapshot}
                at={instantOf(moment)}
                lang={lang}
                onRule={onRule}
                onAct={mode === 'play' && at === last ? setFormType : undefined}
              />
              <ImpossiblePanel
                snapshot={moment.snapshot}
                at={instantOf(moment)}
                lang={lang}
                onRule={onRule}
              />
              <DeadlinesPanel snapshot={moment.snapshot} at={instantOf(moment)} lang={lang} />
            </div>
          </>
        )}
      </main>
      {details && (
        <Details target={details} lang={lang} onDetails={setDetails} onClose={() => setDetails(undefined)} />
      )}
    </>
  )
}

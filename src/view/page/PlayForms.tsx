import { useState } from 'preact/hooks'
import { type EventType, type RegistrationEvent, senderOf } from '../../events'
import type { Journey } from '../../journeyFormat'
import { codeLabel } from '../../labels'
import type { Language } from '../../language'
import { exams } from '../../model/exam'
import { notices } from '../../model/notices'
import { registrationPeriod } from '../../model/windows'
import { titles } from '../../titles'
import { Field } from './Field'
import { eventFieldsSchema, eventFromForm, initialFields } from './formFields'
import { actorOf, Icon } from './icons'
import { pageTexts } from './pageTexts'
import { instantOf, nextDeadlineAt, type PlayedMoment } from './playedJourney'

/** A form that starts a new journey with a notice, and with or without a known candidate. */
export function StartForm({ lang, onStart }: { lang: Language; onStart: (journey: Journey) => void }) {
  const [id, setId] = useState('gd-2024-social-worker')
  const [known, setKnown] = useState(false)
  const start = () => {
    const notice = notices[id]
    const exam = Object.entries(exams).find(([, one]) => one?.code === notice?.exam)
    if (notice === undefined || exam === undefined) return
    onStart({
      title: pageTexts.play[lang],
      cites: ['policy'],
      exam: exam[0],
      notice: id,
      ...(known && {
        candidate: {
          photo: true,
          education: { origin: 'domestic', result: 'passed' },
          identityProvider: exam[1]?.identityProvider,
        },
      }),
      open: registrationPeriod(notice).opens,
      steps: [],
    })
  }
  return (
    <form
      class="start"
      onSubmit={(event) => {
        event.preventDefault()
        start()
      }}
    >
      <label for="notice">{pageTexts.startWith[lang]}</label>
      <select id="notice" value={id} onChange={({ currentTarget }) => setId(currentTarget.value)}>
        {Object.entries(notices).map(([name, notice]) => {
          const exam = Object.values(exams).find((one) => one?.code === notice?.exam)
          return (
            <option key={name} value={name}>
              {exam?.name[lang]} {notice && codeLabel('region', notice.region, { lang })} {notice?.examYear}{' '}
              {notice?.sitting && codeLabel('sitting', notice.sitting, { lang })}
            </option>
          )
        })}
      </select>
      <label class="check">
        <input
          type="checkbox"
          checked={known}
          onChange={({ currentTarget }) => setKnown(currentTarget.checked)}
        />{' '}
        {pageTexts.known[lang]}
      </label>
      <button type="submit" class="main">
        {pageTexts.start[lang]}
      </button>
    </form>
  )
}

type EventFormProps = {
  type: EventType
  moment: PlayedMoment
  lang: Language
  onSubmit: (event: RegistrationEvent) => void
  onClose: () => void
}

const scrollIntoView = (form: HTMLFormElement | null): void => form?.scrollIntoView({ block: 'nearest' })

/** A form for one event, generated from its schema. */
export function EventForm({ type, moment, lang, onSubmit, onClose }: EventFormProps) {
  const now = instantOf(moment)
  const due = nextDeadlineAt(moment)
  // By default, time advances to the next deadline.
  const [at, setAt] = useState(type === 'clock.advance' ? (due ?? now) : now)
  const [fields, setFields] = useState<unknown>(() => initialFields(type, moment.snapshot, now))
  const schema = eventFieldsSchema(type)
  return (
    <form
      class="act"
      ref={scrollIntoView}
      aria-label={titles.events[type][lang]}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(eventFromForm(type, fields as Record<string, unknown>, at, moment.snapshot))
      }}
    >
      <button type="button" class="close" onClick={onClose} aria-label={pageTexts.close[lang]}>
        ×
      </button>
      <h2>
        <Icon of={actorOf(senderOf(type))} /> {titles.events[type][lang]} <small class="id">{type}</small>
      </h2>
      <div class="row">
        <label for="at">{pageTexts.when[lang]}</label>
        <input id="at" value={at} onInput={({ currentTarget }) => setAt(currentTarget.value)} />
        {due && (
          <button type="button" class="small" onClick={() => setAt(due)}>
            {pageTexts.toDeadline[lang]}
          </button>
        )}
      </div>
      {Object.keys(schema.properties ?? {}).length > 0 && (
        <Field
          schema={schema}
          value={fields}
          path="fields"
          lang={lang}
          exam={exams[moment.snapshot.context.terms.exam]}
          onChange={setFields}
        />
      )}
      <button type="submit" class="main">
        {pageTexts.act[lang]}
      </button>
    </form>
  )
}

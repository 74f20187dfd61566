import { isEventType } from '../../events'
import type { FailedExpectation } from '../../journey'
import { fieldsLabel, type LabelOptions, punctuation, yuan } from '../../labels'
import type { Language } from '../../language'
import { statePaths } from '../../machine/states'
import { exams } from '../../model/exam'
import { titles } from '../../titles'
import { actorOf, Icon } from './icons'
import { pageRegistrations } from './pageRegistrations'
import { citesText, pageTexts } from './pageTexts'
import { moneyAt, type PlayedMoment, shortTime } from './playedJourney'

type Props = {
  moments: readonly PlayedMoment[]
  index: number
  lang: Language
  onRule: (id: string) => void
}

const hidden = ['type', 'at', 'by', 'profile', 'history', 'photo', 'meta']

const fieldTexts = (record: object, options: LabelOptions): string =>
  fieldsLabel(
    Object.entries(record).filter(([key]) => !hidden.includes(key)),
    options,
  )

function failureText(failure: FailedExpectation): string {
  if (failure.expected === 'refused') return `${failure.rule} ≠ ${failure.got ?? '✓'}`
  if (failure.expected === 'state') return `${failure.state} ≠ ${failure.got.join(' + ')}`
  if (failure.expected === 'fact')
    return `+ ${typeof failure.fact === 'string' ? failure.fact : JSON.stringify(failure.fact)}`
  return failure.expected === 'absent' ? `− ${failure.type}` : '✓ ≠ ✗'
}

/** A step: its event, the decision and the emitted facts. */
export function StepPanel({ moments, index, lang, onRule }: Props) {
  const moment = moments[index]
  if (moment === undefined) return null
  const { event, decision, snapshot, at } = moment
  const states = statePaths(snapshot.value)
  const names = { lang, exam: exams[snapshot.context.terms.exam] }
  const money = moneyAt(moments.slice(0, index + 1))
  const sums = (['order', 'kept', 'owed', 'repaid'] as const).filter((name) => money[name] > 0)
  const title =
    event === undefined ? pageTexts.opened : isEventType(event.type) ? titles.events[event.type] : undefined
  return (
    <section class="panel step" aria-live="polite">
      <p class="place">
        {pageTexts.step[lang]} {index} {pageTexts.of[lang]} {moments.length - 1} · {shortTime(at)}
      </p>
      <h2>
        {event && <Icon of={actorOf(event.by?.role)} />} {title?.[lang] ?? String(event?.type)}{' '}
        <small class="id">{event?.type}</small>
      </h2>
      {event && fieldTexts(event, names) !== '' && <p class="fields">{fieldTexts(event, names)}</p>}
      {!decision.accepted && (
        <div class="rejection">
          <p>
            <Icon of="refusal" />{' '}
            <button type="button" class="link" onClick={() => onRule(decision.refusal.rule)}>
              <b>{pageRegistrations().rules[decision.refusal.rule].title[lang]}</b>
            </button>{' '}
            <small class="id">{decision.refusal.rule}</small> {citesText(decision.refusal.cites, lang)}
          </p>
          <p>{decision.refusal.message[lang]}</p>
          {decision.refusal.issues?.map((issue) => (
            <p class="issue" key={`${issue.path} ${issue.en}`}>
              <code>{issue.path || '.'}</code> {issue[lang]}
            </p>
          ))}
          <p class="quiet">
            {pageTexts.instead[lang]}:{' '}
            {decision.refusal.possible
              .map((type) => titles.events[type][lang])
              .join(punctuation.comma[lang]) || pageTexts.nothing[lang]}
          </p>
        </div>
      )}
      <p>
        {decision.accepted ? pageTexts.leads[lang] : pageTexts.stays[lang]}{' '}
        <b>{states.map((state) => titles.states[state][lang]).join(' + ')}</b>
      </p>
      {decision.fired.length > 0 && (
        <p>
          {pageTexts.fired[lang]}:{' '}
          {decision.fired
            .map((one) => `${titles.deadlines[one.name][lang]} ${shortTime(one.at)}`)
            .join(' · ')}
        </p>
      )}
      {decision.facts.length > 0 && (
        <ul class="facts">
          {decision.facts.map((fact) => (
            <li key={JSON.stringify(fact)}>
              {titles.facts[fact.type][lang]} <small>{fieldTexts(fact, names)}</small>
            </li>
          ))}
        </ul>
      )}
      {sums.length > 0 && (
        <p class="money">
          {pageTexts.money[lang]}:{' '}
          {sums.map((name) => `${pageTexts[name][lang]} ${yuan(money[name])}`).join(' · ')}
        </p>
      )}
      {moment.failures.length > 0 && (
        <p class="failed" role="alert">
          {pageTexts.expected[lang]}: {moment.failures.map(failureText).join('; ')}
        </p>
      )}
    </section>
  )
}

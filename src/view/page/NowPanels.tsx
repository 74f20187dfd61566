import type { Explanation } from '../../engine/explain'
import type { Snapshot } from '../../engine/snapshot'
import type { EventType } from '../../events'
import type { Language } from '../../language'
import type { RuleId } from '../../rules'
import { roles } from '../../schema/vocabulary'
import { fill, punctuation } from '../../templates'
import { titles } from '../../titles'
import { actorOf, Icon } from './icons'
import { pageRegistrations } from './pageRegistrations'
import { citesText, pageTexts } from './pageTexts'
import { shortTime } from './playedJourney'

type Props = {
  snapshot: Snapshot
  at: string
  lang: Language
  onRule: (id: string) => void
  /** Absent if the journey cannot be continued. */
  onAct?: ((type: EventType) => void) | undefined
}

/** The events that are possible now, by role, with the time until which they are possible. */
export function PossiblePanel({ snapshot, at, lang, onAct }: Props) {
  const possible = pageRegistrations()
    .explain(snapshot, at)
    .filter((explanation) => explanation.possible)
  return (
    <section class="panel possible">
      <h2>
        {pageTexts.possible[lang]} <small>{possible.length}</small>
      </h2>
      {roles.map((role) => {
        const own = possible.filter(({ by }) => by === role)
        if (own.length === 0) return null
        return (
          <div class="role" key={role}>
            <h3>
              <Icon of={actorOf(role)} /> {titles.roles[role][lang]}
            </h3>
            <ul class="chips">
              {own.map((explanation) => (
                <li key={explanation.type}>
                  <EventChip explanation={explanation} at={at} lang={lang} onAct={onAct} />
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </section>
  )
}

/** Formats an instant, without the year if `at` is in the same year. */
function timeNear(iso: string, at: string): string {
  const [time, now] = [shortTime(iso), shortTime(at)]
  return time.slice(0, 4) === now.slice(0, 4) ? time.slice(5) : time
}

type EventChipProps = { explanation: Explanation; at: string; lang: Language; onAct: Props['onAct'] }

function EventChip({ explanation, at, lang, onAct }: EventChipProps) {
  const { type, untilAt } = explanation
  const until = untilAt && ` ${pageTexts.until[lang]} ${timeNear(untilAt, at)}`
  const label = (
    <>
      {titles.events[type][lang]}
      {until && <small>{until}</small>}
    </>
  )
  return onAct ? (
    <button type="button" class="chip" onClick={() => onAct(type)} title={type}>
      {label}
    </button>
  ) : (
    <span class="chip" title={type}>
      {label}
    </span>
  )
}

/** The events that are not possible now, by the first rule that refuses. Events of other stages are collapsed. */
export function ImpossiblePanel({ snapshot, at, lang, onRule }: Props) {
  const groups = new Map<RuleId, Explanation[]>()
  for (const explanation of pageRegistrations().explain(snapshot, at)) {
    const [rule] = explanation.rules
    if (!explanation.possible && rule !== undefined)
      groups.set(rule, [...(groups.get(rule) ?? []), explanation])
  }
  const otherStages = groups.get('event.not-now') ?? []
  groups.delete('event.not-now')
  const nameOf = ({ type, fromAt }: Explanation): string => {
    const from = fromAt && fill(pageTexts.from[lang], () => timeNear(fromAt, at))
    return from ? `${titles.events[type][lang]}${from}` : titles.events[type][lang]
  }
  const names = (explanations: readonly Explanation[]) =>
    explanations.map(nameOf).join(punctuation.comma[lang])
  return (
    <section class="panel impossible">
      <h2>{pageTexts.impossible[lang]}</h2>
      <ul>
        {[...groups].map(([id, explanations]) => (
          <li key={id}>
            <Icon of="refusal" /> {names(explanations)}
            {punctuation.colon[lang]}
            <button type="button" class="link" onClick={() => onRule(id)}>
              {pageRegistrations().rules[id].title[lang]}
            </button>{' '}
            <small>{citesText(pageRegistrations().rules[id].cites, lang)}</small>
          </li>
        ))}
      </ul>
      {otherStages.length > 0 && (
        <details>
          <summary>
            {pageTexts.notNow[lang]} <small>{otherStages.length}</small>
          </summary>
          <p class="quiet">{names(otherStages)}</p>
        </details>
      )}
    </section>
  )
}

/** Pending deadlines, and the guidance for the current stage. */
export function DeadlinesPanel({ snapshot, at, lang }: Pick<Props, 'snapshot' | 'at' | 'lang'>) {
  const items = pageRegistrations().guide(snapshot, undefined, at)
  const due = pageRegistrations().deadlines(snapshot)
  return (
    <section class="panel ahead">
      <h2>{pageTexts.deadlines[lang]}</h2>
      <ul>
        {due.map(({ name, at }) => (
          <li key={name}>
            <Icon of="clock" /> {titles.deadlines[name][lang]} <small>{shortTime(at)}</small>
          </li>
        ))}
        {due.length === 0 && <li>{pageTexts.nothing[lang]}</li>}
      </ul>
      {items.length > 0 && (
        <details>
          <summary>
            {pageTexts.guide[lang]} <small>{items.length}</small>
          </summary>
          <ul>
            {items.map(({ id, title, url, phone, hours, cites }) => (
              <li key={id}>
                {url ? (
                  <a href={url} rel="noreferrer" target="_blank">
                    {title[lang]}
                  </a>
                ) : (
                  title[lang]
                )}{' '}
                <small>
                  {phone} {hours?.[lang]} {citesText(cites, lang)}
                </small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

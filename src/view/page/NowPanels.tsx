import { deadlines } from '../../engine/deadlines'
import type { Explanation } from '../../engine/explain'
import { explain } from '../../engine/explain'
import type { Snapshot } from '../../engine/snapshot'
import type { EventType } from '../../events'
import { guide } from '../../guide'
import { type RuleId, rules } from '../../rules'
import { roles } from '../../schema/vocabulary'
import { titles } from '../../titles'
import { actorOf, Icon } from './icons'
import { citesText, type Lang, pageTexts } from './pageTexts'
import { shortTime } from './playedJourney'

type Props = {
  snapshot: Snapshot
  at: string
  lang: Lang
  onRule: (id: string) => void
  /** Given where one may act. */
  onAct?: ((type: EventType) => void) | undefined
}

/** What could be done, by whom, until when. */
export function PossiblePanel({ snapshot, at, lang, onAct }: Props) {
  const possible = explain(snapshot, at).filter((one) => one.possible)
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
              <Icon of={actorOf(role)} /> {titles.role(role)[lang]}
            </h3>
            <ul class="chips">
              {own.map((one) => (
                <li key={one.type}>
                  <Chip one={one} at={at} lang={lang} onAct={onAct} />
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </section>
  )
}

/** An instant without its year, where that is the year of the present. */
function timeNear(iso: string, at: string): string {
  const [time, now] = [shortTime(iso), shortTime(at)]
  return time.slice(0, 4) === now.slice(0, 4) ? time.slice(5) : time
}

type ChipProps = { one: Explanation; at: string; lang: Lang; onAct: Props['onAct'] }

function Chip({ one, at, lang, onAct }: ChipProps) {
  const until = one.untilAt && ` ${pageTexts.until[lang]} ${timeNear(one.untilAt, at)}`
  const label = (
    <>
      {titles.event(one.type)[lang]}
      {until && <small>{until}</small>}
    </>
  )
  return onAct ? (
    <button type="button" class="chip" onClick={() => onAct(one.type)} title={one.type}>
      {label}
    </button>
  ) : (
    <span class="chip" title={one.type}>
      {label}
    </span>
  )
}

/** What could not be done, by the first rule that stands against it. What belongs to another stage is folded away. */
export function ImpossiblePanel({ snapshot, at, lang, onRule }: Props) {
  const groups = new Map<RuleId, EventType[]>()
  for (const { type, possible, rules: against } of explain(snapshot, at)) {
    const [rule] = against
    if (!possible && rule !== undefined) groups.set(rule, [...(groups.get(rule) ?? []), type])
  }
  const elsewhere = groups.get('event.not-now') ?? []
  groups.delete('event.not-now')
  const names = (types: readonly EventType[]) =>
    types.map((type) => titles.event(type)[lang]).join(lang === 'zh' ? '、' : ', ')
  return (
    <section class="panel impossible">
      <h2>{pageTexts.impossible[lang]}</h2>
      <ul>
        {[...groups].map(([id, types]) => (
          <li key={id}>
            <Icon of="refusal" /> {names(types)}
            {lang === 'zh' ? '：' : ': '}
            <button type="button" class="link" onClick={() => onRule(id)}>
              {rules[id].title[lang]}
            </button>{' '}
            <small>{citesText(rules[id].cites, lang)}</small>
          </li>
        ))}
      </ul>
      {elsewhere.length > 0 && (
        <details>
          <summary>
            {pageTexts.notNow[lang]} <small>{elsewhere.length}</small>
          </summary>
          <p class="quiet">{names(elsewhere)}</p>
        </details>
      )}
    </section>
  )
}

/** What falls due, and what people are told at this stage. */
export function DeadlinesPanel({ snapshot, lang }: Pick<Props, 'snapshot' | 'lang'>) {
  const items = guide(snapshot)
  const due = deadlines(snapshot)
  return (
    <section class="panel ahead">
      <h2>{pageTexts.deadlines[lang]}</h2>
      <ul>
        {due.map(({ name, at }) => (
          <li key={name}>
            <Icon of="clock" /> {titles.deadline(name)[lang]} <small>{shortTime(at)}</small>
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

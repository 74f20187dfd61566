import { type EventType, isEventType, senderOf } from '../../events'
import { section } from '../../model/citations'
import { type RuleId, rules } from '../../rules'
import { titles } from '../../titles'
import { chart } from '../chart'
import { actorOf, Icon } from './icons'
import { placesOf, refusedBy, restsOn, type Thing } from './lookup'
import { cited, type Lang, pageTexts } from './pageTexts'

type Props = { thing: Thing; lang: Lang; onThing: (thing: Thing) => void; onClose: () => void }
type Linked = Pick<Props, 'lang' | 'onThing'>

const titleOf = (path: string, lang: Lang): string =>
  chart().states.find((state) => state.path === path)?.title[lang] ?? (path || '…')

function Link({ kind, id, lang, onThing }: Thing & Linked) {
  const name =
    kind === 'rule'
      ? rules[id as RuleId].title[lang]
      : kind === 'event'
        ? titles.event(id as EventType)[lang]
        : kind === 'state'
          ? titleOf(id, lang)
          : `§${id}`
  return (
    <button type="button" class="link" onClick={() => onThing({ kind, id })} title={id}>
      {name}
    </button>
  )
}

/** A state, or wherever it stands. */
function Place({ path, lang, onThing }: { path: string } & Linked) {
  if (path === '') return <small>{pageTexts.everywhere[lang]}</small>
  return <Link kind="state" id={path} lang={lang} onThing={onThing} />
}

/** Sections, each of which opens. */
function Cites({ cites, lang, onThing }: { cites: readonly string[] } & Linked) {
  return (
    <span class="cites">
      {cites.map((cite) =>
        cite === 'policy' ? (
          <span key={cite}>{pageTexts.policy[lang]} </span>
        ) : (
          <Link key={cite} kind="section" id={cite} lang={lang} onThing={onThing} />
        ),
      )}
    </span>
  )
}

function Rule({ id, lang, onThing }: { id: RuleId } & Linked) {
  const { title, message, cites } = rules[id]
  const where = refusedBy(id)
  return (
    <>
      <h2>
        {rules[id].kind === 'refusal' && <Icon of="refusal" />} {title[lang]} <small>{id}</small>
      </h2>
      <blockquote>{message[lang]}</blockquote>
      <p>
        <Cites cites={cites} lang={lang} onThing={onThing} />
      </p>
      {where.length > 0 && <h3>{pageTexts.before[lang]}</h3>}
      <ul>
        {[...new Set(where.map(({ type }) => type))].map((type) => (
          <li key={type}>
            <Link kind="event" id={type} lang={lang} onThing={onThing} />{' '}
            {where
              .filter((one) => one.type === type)
              .map(({ path }) => (
                <Place key={path} path={path} lang={lang} onThing={onThing} />
              ))}
          </li>
        ))}
      </ul>
    </>
  )
}

function State({ path, lang, onThing }: { path: string } & Linked) {
  const state = chart().states.find((one) => one.path === path)
  if (state === undefined) return null
  const arrows = chart().arrows.filter(({ from }) => from === path)
  return (
    <>
      <h2>
        {state.title[lang]} <small>{path}</small>
      </h2>
      {lang === 'en' && <p>{state.description}</p>}
      <p>
        <Cites cites={state.cites} lang={lang} onThing={onThing} />
      </p>
      {arrows.map(({ trigger, ways, refusals }) => {
        if (trigger.kind === 'always' || (ways.length === 0 && refusals.length === 0)) return null
        const key = trigger.kind === 'event' ? trigger.type : trigger.name
        return (
          <details key={key} open={ways.length > 0}>
            <summary>
              <Icon of={trigger.kind === 'event' ? actorOf(trigger.by) : 'clock'} /> {trigger.title[lang]}
              {refusals.length > 0 && <small class="count"> ⊘{refusals.length}</small>}
            </summary>
            <ul>
              {refusals.map((id) => (
                <li key={id} class="against">
                  <Icon of="refusal" /> <Link kind="rule" id={id} lang={lang} onThing={onThing} />{' '}
                  <small>{cited(rules[id].cites, lang)}</small>
                </li>
              ))}
              {ways.map(({ guard, target }, i) => (
                <li key={i}>
                  {guard && <>{guard.title[lang]} </>}→{' '}
                  {target ? (
                    <Link kind="state" id={target} lang={lang} onThing={onThing} />
                  ) : (
                    titleOf(path, lang)
                  )}
                </li>
              ))}
            </ul>
          </details>
        )
      })}
    </>
  )
}

function Event({ type, lang, onThing }: { type: EventType } & Linked) {
  return (
    <>
      <h2>
        <Icon of={actorOf(senderOf(type))} /> {titles.event(type)[lang]} <small>{type}</small>
      </h2>
      <p>
        {pageTexts.by[lang]} {titles.role(senderOf(type))[lang]}
      </p>
      <ul>
        {placesOf(type).map(({ path, refusals }) => (
          <li key={path}>
            <Place path={path} lang={lang} onThing={onThing} />{' '}
            {refusals.map((id) => (
              <span key={id} class="against">
                <Icon of="refusal" /> <Link kind="rule" id={id} lang={lang} onThing={onThing} />{' '}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </>
  )
}

function Section({ number, lang, onThing }: { number: string } & Linked) {
  const rest = restsOn(number)
  return (
    <>
      <h2>
        §{number} {section(number)?.heading[lang]}
      </h2>
      <h3>{pageTexts.rests[lang]}</h3>
      <ul>
        {rest.rules.map((id) => (
          <li key={id}>
            {rules[id].kind === 'refusal' && <Icon of="refusal" />}{' '}
            <Link kind="rule" id={id} lang={lang} onThing={onThing} />
          </li>
        ))}
        {rest.states.map((path) => (
          <li key={path}>
            <Link kind="state" id={path} lang={lang} onThing={onThing} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** What is known of a state, an event, a rule or a section, each of which leads to the others. */
export function Details({ thing: { kind, id }, lang, onThing, onClose }: Props) {
  return (
    <aside class="details" aria-label={id}>
      <button type="button" class="close" onClick={onClose} aria-label={pageTexts.close[lang]}>
        ×
      </button>
      {kind === 'rule' && <Rule id={id as RuleId} lang={lang} onThing={onThing} />}
      {kind === 'state' && <State path={id} lang={lang} onThing={onThing} />}
      {kind === 'event' && isEventType(id) && <Event type={id} lang={lang} onThing={onThing} />}
      {kind === 'section' && <Section number={id} lang={lang} onThing={onThing} />}
    </aside>
  )
}

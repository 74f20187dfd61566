import { type EventType, isEventType, senderOf } from '../../events'
import { section } from '../../model/citations'
import { type RuleId, rules } from '../../rules'
import { titles } from '../../titles'
import { chart } from '../chart'
import { actorOf, Icon } from './icons'
import { statesAccepting, eventsRefusedBy, citingSection, type LookupTarget } from './lookup'
import { citesText, type Lang, pageTexts } from './pageTexts'

type Props = { thing: LookupTarget; lang: Lang; onThing: (thing: LookupTarget) => void; onClose: () => void }
type Linked = Pick<Props, 'lang' | 'onThing'>

const titleOf = (path: string, lang: Lang): string =>
  chart().states.find((state) => state.path === path)?.title[lang] ?? (path || '…')

function DetailsLink({ kind, id, lang, onThing }: LookupTarget & Linked) {
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
function StateLink({ path, lang, onThing }: { path: string } & Linked) {
  if (path === '') return <small>{pageTexts.everywhere[lang]}</small>
  return <DetailsLink kind="state" id={path} lang={lang} onThing={onThing} />
}

/** Sections, each of which opens. */
function CiteLinks({ cites, lang, onThing }: { cites: readonly string[] } & Linked) {
  return (
    <span class="cites">
      {cites.map((cite) =>
        cite === 'policy' ? (
          <span key={cite}>{pageTexts.policy[lang]} </span>
        ) : (
          <DetailsLink key={cite} kind="section" id={cite} lang={lang} onThing={onThing} />
        ),
      )}
    </span>
  )
}

function RuleDetails({ id, lang, onThing }: { id: RuleId } & Linked) {
  const { title, message, cites } = rules[id]
  const where = eventsRefusedBy(id)
  return (
    <>
      <h2>
        {rules[id].kind === 'refusal' && <Icon of="refusal" />} {title[lang]} <small>{id}</small>
      </h2>
      <blockquote>{message[lang]}</blockquote>
      <p>
        <CiteLinks cites={cites} lang={lang} onThing={onThing} />
      </p>
      {where.length > 0 && <h3>{pageTexts.before[lang]}</h3>}
      <ul>
        {[...new Set(where.map(({ type }) => type))].map((type) => (
          <li key={type}>
            <DetailsLink kind="event" id={type} lang={lang} onThing={onThing} />{' '}
            {where
              .filter((one) => one.type === type)
              .map(({ path }) => (
                <StateLink key={path} path={path} lang={lang} onThing={onThing} />
              ))}
          </li>
        ))}
      </ul>
    </>
  )
}

function StateDetails({ path, lang, onThing }: { path: string } & Linked) {
  const state = chart().states.find((one) => one.path === path)
  if (state === undefined) return null
  const arrows = chart().transitions.filter(({ from }) => from === path)
  return (
    <>
      <h2>
        {state.title[lang]} <small>{path}</small>
      </h2>
      {lang === 'en' && <p>{state.description}</p>}
      <p>
        <CiteLinks cites={state.cites} lang={lang} onThing={onThing} />
      </p>
      {arrows.map(({ trigger, branches: ways, refusals }) => {
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
                  <Icon of="refusal" /> <DetailsLink kind="rule" id={id} lang={lang} onThing={onThing} />{' '}
                  <small>{citesText(rules[id].cites, lang)}</small>
                </li>
              ))}
              {ways.map(({ guard, target }, i) => (
                <li key={i}>
                  {guard && <>{guard.title[lang]} </>}→{' '}
                  {target ? (
                    <DetailsLink kind="state" id={target} lang={lang} onThing={onThing} />
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

function EventDetails({ type, lang, onThing }: { type: EventType } & Linked) {
  return (
    <>
      <h2>
        <Icon of={actorOf(senderOf(type))} /> {titles.event(type)[lang]} <small>{type}</small>
      </h2>
      <p>
        {pageTexts.by[lang]} {titles.role(senderOf(type))[lang]}
      </p>
      <ul>
        {statesAccepting(type).map(({ path, refusals }) => (
          <li key={path}>
            <StateLink path={path} lang={lang} onThing={onThing} />{' '}
            {refusals.map((id) => (
              <span key={id} class="against">
                <Icon of="refusal" /> <DetailsLink kind="rule" id={id} lang={lang} onThing={onThing} />{' '}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </>
  )
}

function SectionDetails({ number, lang, onThing }: { number: string } & Linked) {
  const rest = citingSection(number)
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
            <DetailsLink kind="rule" id={id} lang={lang} onThing={onThing} />
          </li>
        ))}
        {rest.states.map((path) => (
          <li key={path}>
            <DetailsLink kind="state" id={path} lang={lang} onThing={onThing} />
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
      {kind === 'rule' && <RuleDetails id={id as RuleId} lang={lang} onThing={onThing} />}
      {kind === 'state' && <StateDetails path={id} lang={lang} onThing={onThing} />}
      {kind === 'event' && isEventType(id) && <EventDetails type={id} lang={lang} onThing={onThing} />}
      {kind === 'section' && <SectionDetails number={id} lang={lang} onThing={onThing} />}
    </aside>
  )
}

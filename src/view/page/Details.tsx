import { type EventType, isEventType, senderOf } from '../../events'
import type { Language } from '../../language'
import { section } from '../../model/citations'
import type { RuleId } from '../../rules'
import { titles } from '../../titles'
import { actorOf, Icon } from './icons'
import { citingSection, eventsRefusedBy, type LookupTarget, statesAccepting } from './lookup'
import { pageChart, pageRegistrations } from './pageRegistrations'
import { citesText, pageTexts } from './pageTexts'

type Props = {
  target: LookupTarget
  lang: Language
  onDetails: (target: LookupTarget) => void
  onClose: () => void
}
type LinkProps = Pick<Props, 'lang' | 'onDetails'>

const titleOf = (path: string, lang: Language): string =>
  pageChart().states.find((state) => state.path === path)?.title[lang] ?? (path || '…')

function DetailsLink({ kind, id, lang, onDetails }: LookupTarget & LinkProps) {
  const name =
    kind === 'rule'
      ? pageRegistrations().rules[id as RuleId].title[lang]
      : kind === 'event'
        ? titles.events[id as EventType][lang]
        : kind === 'state'
          ? titleOf(id, lang)
          : `§${id}`
  return (
    <button type="button" class="link" onClick={() => onDetails({ kind, id })} title={id}>
      {name}
    </button>
  )
}

/** A link to a state; plain text for the root. */
function StateLink({ path, lang, onDetails }: { path: string } & LinkProps) {
  if (path === '') return <small>{pageTexts.everywhere[lang]}</small>
  return <DetailsLink kind="state" id={path} lang={lang} onDetails={onDetails} />
}

/** Links to sections. */
function CiteLinks({ cites, lang, onDetails }: { cites: readonly string[] } & LinkProps) {
  return (
    <span class="cites">
      {cites.map((cite) =>
        section(cite) === undefined ? (
          <span key={cite}>{citesText([cite], lang)} </span>
        ) : (
          <DetailsLink key={cite} kind="section" id={cite} lang={lang} onDetails={onDetails} />
        ),
      )}
    </span>
  )
}

function RuleDetails({ id, lang, onDetails }: { id: RuleId } & LinkProps) {
  const { title, message, cites } = pageRegistrations().rules[id]
  const uses = eventsRefusedBy(id)
  return (
    <>
      <h2>
        {pageRegistrations().rules[id].kind === 'refusal' && <Icon of="refusal" />} {title[lang]}{' '}
        <small class="id">{id}</small>
      </h2>
      <blockquote>{message[lang]}</blockquote>
      <p>
        <CiteLinks cites={cites} lang={lang} onDetails={onDetails} />
      </p>
      {uses.length > 0 && <h3>{pageTexts.before[lang]}</h3>}
      <ul>
        {[...new Set(uses.map(({ type }) => type))].map((type) => (
          <li key={type}>
            <DetailsLink kind="event" id={type} lang={lang} onDetails={onDetails} />{' '}
            {uses
              .filter((use) => use.type === type)
              .map(({ path }) => (
                <StateLink key={path} path={path} lang={lang} onDetails={onDetails} />
              ))}
          </li>
        ))}
      </ul>
    </>
  )
}

function StateDetails({ path, lang, onDetails }: { path: string } & LinkProps) {
  const state = pageChart().states.find((candidate) => candidate.path === path)
  if (state === undefined) return null
  const transitions = pageChart().transitions.filter(({ from }) => from === path)
  return (
    <>
      <h2>
        {state.title[lang]} <small class="id">{path}</small>
      </h2>
      {lang === 'en' && <p>{state.description}</p>}
      <p>
        <CiteLinks cites={state.cites} lang={lang} onDetails={onDetails} />
      </p>
      {transitions.map(({ trigger, branches, refusals }) => {
        if (trigger.kind === 'always' || (branches.length === 0 && refusals.length === 0)) return null
        const key = trigger.kind === 'event' ? trigger.type : trigger.name
        return (
          <details key={key} open={branches.length > 0}>
            <summary>
              <Icon of={trigger.kind === 'event' ? actorOf(trigger.by) : 'clock'} /> {trigger.title[lang]}
              {refusals.length > 0 && <small class="count"> ⊘{refusals.length}</small>}
            </summary>
            <ul>
              {refusals.map((id) => (
                <li key={id}>
                  <Icon of="refusal" /> <DetailsLink kind="rule" id={id} lang={lang} onDetails={onDetails} />{' '}
                  <small>{citesText(pageRegistrations().rules[id].cites, lang)}</small>
                </li>
              ))}
              {branches.map(({ guard, target }, i) => (
                <li key={i}>
                  {guard && <>{guard.title[lang]} </>}→{' '}
                  {target ? (
                    <DetailsLink kind="state" id={target} lang={lang} onDetails={onDetails} />
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

function EventDetails({ type, lang, onDetails }: { type: EventType } & LinkProps) {
  return (
    <>
      <h2>
        <Icon of={actorOf(senderOf(type))} /> {titles.events[type][lang]} <small class="id">{type}</small>
      </h2>
      <p>
        {pageTexts.by[lang]} {titles.roles[senderOf(type)][lang]}
      </p>
      <ul>
        {statesAccepting(type).map(({ path, refusals }) => (
          <li key={path}>
            <StateLink path={path} lang={lang} onDetails={onDetails} />{' '}
            {refusals.map((id) => (
              <span key={id}>
                <Icon of="refusal" /> <DetailsLink
                  kind="rule"
                  id={id}
                  lang={lang}
                  onDetails={onDetails}
                />{' '}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </>
  )
}

function SectionDetails({ number, lang, onDetails }: { number: string } & LinkProps) {
  const citing = citingSection(number)
  return (
    <>
      <h2>
        §{number} {section(number)?.heading[lang]}
      </h2>
      <h3>{pageTexts.citedBy[lang]}</h3>
      <ul>
        {citing.rules.map((id) => (
          <li key={id}>
            {pageRegistrations().rules[id].kind === 'refusal' && <Icon of="refusal" />}{' '}
            <DetailsLink kind="rule" id={id} lang={lang} onDetails={onDetails} />
          </li>
        ))}
        {citing.states.map((path) => (
          <li key={path}>
            <DetailsLink kind="state" id={path} lang={lang} onDetails={onDetails} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** The details of a state, event, rule or section, with links to others. */
export function Details({ target: { kind, id }, lang, onDetails, onClose }: Props) {
  return (
    <aside class="details" aria-label={id}>
      <button type="button" class="close" onClick={onClose} aria-label={pageTexts.close[lang]}>
        ×
      </button>
      {kind === 'rule' && <RuleDetails id={id as RuleId} lang={lang} onDetails={onDetails} />}
      {kind === 'state' && <StateDetails path={id} lang={lang} onDetails={onDetails} />}
      {kind === 'event' && isEventType(id) && <EventDetails type={id} lang={lang} onDetails={onDetails} />}
      {kind === 'section' && <SectionDetails number={id} lang={lang} onDetails={onDetails} />}
    </aside>
  )
}

import type { ComponentChildren } from 'preact'
import type { Language, LocalizedText } from '../../language'
import { chart } from '../chart'
import { isWithin } from '../chartQueries'
import { isOutlined, type SignName, signPath } from '../signs'
import { columnList, type ListedColumn, type ListedTransition } from './columnList'
import { listStyle } from './mapStyle'

/** The properties of the list of stages. */
export type StageListProps = {
  readonly lang: Language
  /** The paths of the active states; their columns are expanded. */
  readonly active?: readonly string[]
  readonly onState?: (path: string) => void
}

const listTexts = {
  states: (count: number): LocalizedText => ({
    zh: `${count} 个状态`,
    en: count === 1 ? '1 state' : `${count} states`,
  }),
  shared: { zh: '多个状态共有', en: 'In several states' },
  refusals: (count: number): LocalizedText => ({
    zh: `${count} 条规则可能拒绝`,
    en: count === 1 ? '1 rule may refuse' : `${count} rules may refuse`,
  }),
  current: { zh: '当前状态', en: 'Current state' },
  ends: { zh: '终结：', en: 'ends: ' },
} as const

function Sign({ of }: { of: SignName }) {
  return (
    <svg class={`sign of-${of}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path class={isOutlined(of) ? 'open' : ''} d={signPath(of)} />
    </svg>
  )
}

function TransitionItem({ transition, lang }: { transition: ListedTransition; lang: Language }) {
  const { shape, title, refusals, branches, where } = transition
  return (
    <li class={`of-${shape}`}>
      <span class="what">
        <Sign of={shape} /> {title}
        {refusals > 0 && (
          <span class="refused of-refusal" title={listTexts.refusals(refusals)[lang]}>
            <Sign of="refusal" />
            <span aria-hidden="true">{refusals}</span>
            <span class="visually-hidden">{listTexts.refusals(refusals)[lang]}</span>
          </span>
        )}
        {where.length > 0 && <small> {where.join(lang === 'zh' ? '、' : ', ')}</small>}
      </span>
      <span class="where">
        {branches.map(({ condition, to, path, ends }) => (
          <span key={path}>
            {condition && <small>{condition} </small>}
            {ends ? (
              <b>
                <Sign of="end" />
                <span class="visually-hidden">{listTexts.ends[lang]}</span> {to}
              </b>
            ) : (
              `→ ${to}`
            )}
          </span>
        ))}
      </span>
    </li>
  )
}

/** The content of the map as a list, for narrow screens and screen readers. */
export function StageList({ lang, active = [], onState }: StageListProps) {
  return (
    <div class="stage-list">
      <style>{listStyle}</style>
      {columnList(chart(), lang).map((column, i) => (
        <ColumnDetails
          key={column.title}
          column={column}
          number={i + 1}
          lang={lang}
          active={active}
          {...(onState && { onState })}
        />
      ))}
    </div>
  )
}

function ColumnDetails({
  column,
  number,
  lang,
  active = [],
  onState,
}: StageListProps & { column: ListedColumn; number: number }) {
  const isActive = (path: string): boolean => active.some((one) => isWithin(one, path))
  const stateTitle = (path: string, text: string): ComponentChildren =>
    onState ? (
      <button type="button" data-state={path} onClick={() => onState(path)}>
        {text}
      </button>
    ) : (
      <span data-state={path}>{text}</span>
    )
  return (
    <details open={column.states.some(({ path }) => isActive(path))}>
      <summary>
        <b>{number}</b> <span>{column.title}</span>
        <small>{listTexts.states(column.states.length)[lang]}</small>
      </summary>
      {column.states.map(({ path, shape, title, region, transitions }) => (
        <section
          key={path}
          class={`of-${shape} ${isActive(path) ? 'active' : ''}`}
          aria-current={isActive(path) && 'step'}
        >
          <h3>
            <Sign of={shape} /> {stateTitle(path, title)}
            {region && <small>{region}</small>}
            {isActive(path) && <em>{listTexts.current[lang]}</em>}
          </h3>
          <ul>
            {transitions.map((transition) => (
              <TransitionItem key={transition.name} transition={transition} lang={lang} />
            ))}
          </ul>
        </section>
      ))}
      {column.shared.length > 0 && (
        <section class="of-always">
          <h3>{listTexts.shared[lang]}</h3>
          <ul>
            {column.shared.map((transition) => (
              <TransitionItem key={transition.name} transition={transition} lang={lang} />
            ))}
          </ul>
        </section>
      )}
    </details>
  )
}

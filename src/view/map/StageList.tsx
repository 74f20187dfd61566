import type { ComponentChildren } from 'preact'
import type { LocalizedText } from '../../language'
import { chart } from '../chart'
import { type ListedColumn, type ListedTransition, stageList } from './columnList'
import { listStyle } from './mapStyle'
import type { Language, Shape } from './mapModel'
import { isWithin } from './stateChanges'
import { isOutlined, shapePath } from './shapes'

/** What the list tells whoever reads it. */
export type StageListProps = {
  readonly lang: Language
  /** The paths of the states that the registration is in; their columns are open. */
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
    zh: `${count} 条规定可能拒绝`,
    en: count === 1 ? '1 rule may refuse' : `${count} rules may refuse`,
  }),
  here: { zh: '当前状态', en: 'Here now' },
  ends: { zh: '终结：', en: 'ends: ' },
} as const

function Sign({ of }: { of: Shape | 'refusal' | 'end' }) {
  return (
    <svg class={`sign of-${of}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path class={isOutlined(of) ? 'open' : ''} d={shapePath(of)} />
    </svg>
  )
}

function TransitionItem({ move, lang }: { move: ListedTransition; lang: Language }) {
  return (
    <li class={`of-${move.shape}`}>
      <span class="what">
        <Sign of={move.shape} /> {move.title}
        {move.refusals > 0 && (
          <span class="refused of-refusal" title={listTexts.refusals(move.refusals)[lang]}>
            <Sign of="refusal" />
            <span aria-hidden="true">{move.refusals}</span>
            <span class="heard">{listTexts.refusals(move.refusals)[lang]}</span>
          </span>
        )}
        {move.where.length > 0 && <small> {move.where.join(lang === 'zh' ? '、' : ', ')}</small>}
      </span>
      <span class="where">
        {move.branches.map(({ condition, to, path, ends }) => (
          <span key={path}>
            {condition && <small>{condition} </small>}
            {ends ? (
              <b>
                <Sign of="end" />
                <span class="heard">{listTexts.ends[lang]}</span> {to}
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

/** A fold for each column of the map, with its states and where each leads: for narrow screens, and for who listens. */
export function StageList({ lang, active: lit = [], onState }: StageListProps) {
  return (
    <div class="stretch-list">
      <style>{listStyle}</style>
      {stageList(chart(), lang).map((column, i) => (
        <ColumnDetails
          key={column.title}
          column={column}
          number={i + 1}
          lang={lang}
          active={lit}
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
  active: lit = [],
  onState,
}: StageListProps & { column: ListedColumn; number: number }) {
  const isLit = (path: string): boolean => lit.some((one) => isWithin(one, path))
  const title = (path: string, text: string): ComponentChildren =>
    onState ? (
      <button type="button" data-state={path} onClick={() => onState(path)}>
        {text}
      </button>
    ) : (
      <span data-state={path}>{text}</span>
    )
  return (
    <details open={column.states.some(({ path }) => isLit(path))}>
      <summary>
        <b>{number}</b> <span>{column.title}</span>
        <small>{listTexts.states(column.states.length)[lang]}</small>
      </summary>
      {column.states.map(({ path, shape, title: text, region, transitions: moves }) => (
        <section
          key={path}
          class={`of-${shape} ${isLit(path) ? 'lit' : ''}`}
          aria-current={isLit(path) && 'step'}
        >
          <h3>
            <Sign of={shape} /> {title(path, text)}
            {region && <small>{region}</small>}
            {isLit(path) && <em>{listTexts.here[lang]}</em>}
          </h3>
          <ul>
            {moves.map((move) => (
              <TransitionItem key={move.name} move={move} lang={lang} />
            ))}
          </ul>
        </section>
      ))}
      {column.shared.length > 0 && (
        <section class="of-always">
          <h3>{listTexts.shared[lang]}</h3>
          <ul>
            {column.shared.map((move) => (
              <TransitionItem key={move.name} move={move} lang={lang} />
            ))}
          </ul>
        </section>
      )}
    </details>
  )
}

import { isEventType } from '../../events'
import type { Language } from '../../language'
import { parseInstant } from '../../time'
import { titles } from '../../titles'
import { chart } from '../chart'
import { noticeWindows, timeAxis } from './axis'
import { actorOf } from './icons'
import { pageRegistrations } from './pageRegistrations'
import { pageTexts } from './pageTexts'
import { type PlayedMoment, shortTime } from './playedJourney'

const left = 64
const width = 1408
const laneTops = { windows: 18, stages: 84, events: 108, limits: 122 }

type Props = {
  moments: readonly PlayedMoment[]
  index: number
  lang: Language
  onIndex: (index: number) => void
}

/** The title of an event type, or the type itself if it is not in the catalogue. */
const eventTitle = (type: string, lang: Language): string =>
  isEventType(type) ? titles.events[type][lang] : String(type)

/** Assigns texts to at most `limit` rows, so that they do not overlap. */
function rowsFor(texts: readonly { x: number; text: string }[], limit: number): number[] {
  const ends: number[] = Array.from({ length: limit }, () => Number.NEGATIVE_INFINITY)
  return texts.map(({ x, text }) => {
    const free = ends.findIndex((end) => end < x)
    const row = free < 0 ? limit - 1 : free
    ends[row] = x + text.length * 11 + 14
    return row
  })
}

/** A journey along a time axis: windows, stages, events, and the deadlines of the current moment. */
export function TimeLine({ moments, index, lang, onIndex }: Props) {
  const moment = moments[index]
  if (moment === undefined) return null
  const windows = noticeWindows(moment.snapshot.context.terms)
  // The dates of the notice are shown as windows.
  const pending = pageRegistrations()
    .deadlines(moment.snapshot)
    .filter(({ expected }) => !expected)
    .map(({ name, at }) => ({ name, at: parseInstant(at) }))
  const times = moments.map(({ snapshot }) => snapshot.context.at)
  const shown = pending.filter(
    ({ at }) => at < Math.max(...times, ...windows.map(({ to }) => to)) + 90 * 86_400_000,
  )
  const axis = timeAxis(
    [...windows.flatMap(({ from, to }) => [from, to]), ...shown.map(({ at }) => at)],
    times,
    width - left - 90,
  )
  const x = (at: number) => left + axis.x(at)
  const dots = axis.events.map((at) => left + at)
  const dotX = (i: number): number => dots[i] ?? left
  // The clickable area of a dot ends half-way to its neighbours.
  const targetRadius = (i: number): number =>
    Math.min(9, ...[dots[i - 1], dots[i + 1]].map((other = Number.NaN) => Math.abs(other - dotX(i)) / 2 || 9))
  const stages = stagesVisited(moments, lang)
  const flags = shown.map(({ name, at }) => ({
    x: x(at),
    text: `${titles.deadlines[name][lang]} ${shortTime(at).slice(5, 10)}`,
  }))
  const flagRows = rowsFor(flags, 2)
  const currentX = dotX(index)
  return (
    <svg class="timeline" viewBox={`0 0 ${width} 152`}>
      <title>{pageTexts.journey[lang]}</title>
      {axis.months.map(({ at, month, year }) => (
        <g class="month" key={at}>
          <line x1={x(at)} x2={x(at)} y1={12} y2={118} />
          <text x={x(at) + 3} y={10}>
            {lang === 'zh' ? `${month}月` : `${year}-${String(month).padStart(2, '0')}`}
          </text>
        </g>
      ))}
      {(['windows', 'stages', 'events', 'limits'] as const).map((lane) => (
        <text class="lane" key={lane} x={0} y={laneTops[lane] + (lane === 'windows' ? 12 : 8)}>
          {pageTexts[lane][lang]}
        </text>
      ))}
      {windows.map(({ name, from, to }, row) => (
        <g class="window" key={name}>
          <rect
            x={x(from)}
            y={laneTops.windows + row * 12}
            width={Math.max(2, x(to) - x(from))}
            height={9}
            rx={2}
          />
          <text x={x(to) + 4} y={laneTops.windows + row * 12 + 8}>
            {pageTexts[name][lang]}
          </text>
        </g>
      ))}
      {stages.map(({ from, to, title }, i) => (
        <g class={`stage ${i % 2 ? 'odd' : ''}`} key={`${from}`}>
          <rect
            x={dotX(from)}
            y={laneTops.stages - 2}
            width={Math.max(1, (to === undefined ? width - 26 : dotX(to)) - dotX(from))}
            height={15}
          />
          {(to === undefined ? 200 : dotX(to) - dotX(from)) > title.length * 12 && (
            <text x={dotX(from) + 4} y={laneTops.stages + 9}>
              {title}
            </text>
          )}
        </g>
      ))}
      {moments.map(({ event, decision }, i) => (
        <a
          key={i}
          class={`dot ${event ? actorOf(event.by?.role) : 'clock'} ${decision.accepted ? '' : 'refused'} ${i === index ? 'current' : ''}`}
          href={`#${i}`}
          aria-label={`${i} ${event ? eventTitle(event.type, lang) : pageTexts.opened[lang]}${decision.accepted ? '' : { zh: `（${pageTexts.refused.zh}）`, en: ` (${pageTexts.refused.en})` }[lang]}`}
          aria-current={i === index ? 'step' : undefined}
          onClick={(click) => {
            click.preventDefault()
            onIndex(i)
          }}
        >
          <circle cx={dotX(i)} cy={laneTops.events + 4} r={targetRadius(i)} class="target" />
          {decision.accepted ? (
            <circle cx={dotX(i)} cy={laneTops.events + 4} r={4.5} />
          ) : (
            <path d={`M${dotX(i) - 5} ${laneTops.events - 1}l10 10m0-10l-10 10`} />
          )}
        </a>
      ))}
      {flags.map(({ x: at, text }, i) => (
        <g class="flag" key={text}>
          <path
            d={`M${at} ${laneTops.limits}v${8 + (flagRows[i] ?? 0) * 12}M${at} ${laneTops.limits}l7 3-7 3z`}
          />
          <text x={at + 9} y={laneTops.limits + 9 + (flagRows[i] ?? 0) * 13}>
            {text}
          </text>
        </g>
      ))}
      <path class="now" d={`M${currentX} 6v112M${currentX - 5} 2h10v6h-10z`} />
    </svg>
  )
}

const stageTitle = (path: string, lang: Language): string =>
  chart().states.find((state) => state.path === path)?.title[lang] ?? path

/** The stages of a journey in order, each with the index of its first moment and of the next stage's first moment. */
function stagesVisited(moments: readonly PlayedMoment[], lang: Language) {
  const stages: { from: number; to: number | undefined; title: string; key: string }[] = []
  for (const [i, { snapshot }] of moments.entries()) {
    const { value } = snapshot
    const key = typeof value === 'string' ? value : (Object.keys(value)[0] ?? '')
    const last = stages.at(-1)
    if (last?.key === key) continue
    if (last) last.to = i
    stages.push({ from: i, to: undefined, title: stageTitle(key, lang), key })
  }
  return stages
}

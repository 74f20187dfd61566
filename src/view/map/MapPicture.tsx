import type { Language } from '../../language'
import { isWithin } from '../chartQueries'
import { arrowheadPath, linePath, offsetLine, shortenEnd } from '../geometry'
import { BarAreaPicture } from './BarAreaPicture'
import { BoxRect, Labels, Pressable, SignAt, Tooltip } from './drawingParts'
import { ChipPicture, RefusalCountPicture } from './itemPictures'
import type { Card, ColumnHead, Frame, MapArrow, MapLayout } from './mapModel'
import { pictureStyle } from './mapStyle'

/** The properties of the drawing of the map. */
export type MapProps = {
  readonly layout: MapLayout
  readonly lang: Language
  /** The paths of the active states. */
  readonly active?: readonly string[]
  /** The paths of the states that were active before. */
  readonly visited?: readonly string[]
  readonly withBars?: boolean
  /** Whether to hide the map from assistive technology. */
  readonly hidden?: boolean
  /** The style sheet; that of the page by default. */
  readonly css?: string
  readonly onState?: (path: string) => void
  /** Called with the name of a stage. */
  readonly onStage?: (name: string) => void
  readonly onRule?: (id: string) => void
}

const title = { zh: '报名全流程', en: 'The whole registration' }

/** The map of all states as SVG. */
export function MapPicture(props: MapProps) {
  const { layout, lang, withBars = true, hidden = false, css = pictureStyle } = props
  const { width, heads, frames, cards, arrows } = layout
  const height = withBars ? layout.height : layout.heightWithoutBars
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has a label; a title would be a tooltip of the whole drawing
    <svg
      class="drawing map"
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      lang={lang === 'zh' ? 'zh-CN' : 'en'}
      {...(hidden ? { 'aria-hidden': 'true' } : { role: 'group', 'aria-label': title[lang] })}
    >
      <style>{css}</style>
      {frames.map((frame) => (
        <FramePicture key={frame.path} frame={frame} />
      ))}
      <MapArrows of={arrows} />
      {heads.map((head) => (
        <HeadPicture key={head.x} head={head} {...props} />
      ))}
      {cards.map((card) => (
        <CardPicture key={card.path} card={card} {...props} />
      ))}
      {frames.flatMap(({ exits }) => exits.map((row) => <ChipPicture key={row.hint} row={row} />))}
      {withBars && <BarAreaPicture {...props} />}
    </svg>
  )
}

function FramePicture({ frame }: { frame: Frame }) {
  return (
    <g class="frame" data-state={frame.path}>
      <BoxRect of={frame} r={8} />
      {frame.dividers.map((points) => (
        <path key={linePath(points)} class="divider" d={linePath(points)} />
      ))}
      <Labels of={frame.labels} />
    </g>
  )
}

/** All arrows; those of the main routes are drawn last, above the others. */
function MapArrows({ of }: { of: readonly MapArrow[] }) {
  const sorted = [...of].sort((a, b) => a.routes.length - b.routes.length)
  const tipOf = ({ points }: MapArrow): string => String(points.at(-1))
  const commitmentTips = new Set(of.filter(({ routes }) => routes.includes('commitment')).map(tipOf))
  return (
    <g class="arrows">
      {sorted.map((arrow) => {
        const { from, to, changes, routes } = arrow
        const [first, second] = routes
        const hasSharedTip = first === 'proof' && commitmentTips.has(tipOf(arrow))
        const points = hasSharedTip ? offsetLine(arrow.points) : arrow.points
        const route = first ? `route ${first} ${second ? 'shared' : ''}` : ''
        const size = first ? 8 : 5.5
        return (
          <g key={`${from} ${to} ${changes}`}>
            <path class={`arrow ${route}`} d={linePath(shortenEnd(points, size - 2))} />
            {second && (
              <path class={`arrow route ${second}`} d={linePath(offsetLine(shortenEnd(points, size - 2)))} />
            )}
            <path class={`tip ${route}`} d={arrowheadPath(points, size)} />
          </g>
        )
      })}
    </g>
  )
}

function HeadPicture({ head, onStage, onRule }: { head: ColumnHead } & MapProps) {
  const [stage] = head.stages
  const press = onStage && stage ? () => onStage(stage) : undefined
  return (
    <>
      <Pressable onPress={press} class="head onhead">
        <BoxRect of={head} r={13} />
        <Labels of={head.labels} />
      </Pressable>
      {head.refusalCount && (
        <g class="onhead">
          <RefusalCountPicture count={head.refusalCount} onRule={onRule} />
        </g>
      )}
      <Labels of={head.notes} />
      {head.chips.map((row) => (
        <ChipPicture key={row.hint} row={row} />
      ))}
    </>
  )
}

function CardPicture({ card, active = [], visited = [], onState }: { card: Card } & MapProps) {
  const { path, shape, x, y, height } = card
  const isActive = active.some((one) => isWithin(one, path))
  const classes = ['card', `of-${shape}`, isActive && 'active', visited.includes(path) && 'visited']
  return (
    <Pressable
      state={path}
      current={isActive}
      onPress={onState && (() => onState(path))}
      class={classes.filter(Boolean).join(' ')}
    >
      <Tooltip>{card.hint}</Tooltip>
      <BoxRect of={card} />
      <path class="side" d={`M${x + 5} ${y}h-1a4 4 0 0 0-4 4v${height - 8}a4 4 0 0 0 4 4h1z`} />
      <SignAt of={shape} x={x + 10} y={y + 18} size={12} />
      <Labels of={card.labels} />
      {card.rows.map((row) => (
        <g key={row.changes.join()} class="transition">
          <Tooltip>{row.hint}</Tooltip>
          <SignAt of={row.shape} x={row.x + 9.5} y={row.y + 12} size={9} />
          <Labels of={row.labels} />
        </g>
      ))}
    </Pressable>
  )
}

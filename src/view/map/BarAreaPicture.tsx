import { linePath } from '../geometry'
import { BoxRect, Labels, Pressable, SignAt, Tooltip } from './drawingParts'
import { ChipPicture, RefusalCountPicture } from './itemPictures'
import type { Bar, Ending, MapLayout } from './mapModel'

type BarAreaProps = {
  readonly layout: MapLayout
  readonly active?: readonly string[]
  readonly onState?: (path: string) => void
  readonly onRule?: (id: string) => void
}

function BarPicture({ bar }: { bar: Bar }) {
  return (
    <g class={`bar of-${bar.shape}`} data-covers={bar.covers.join(' ')}>
      <Tooltip>{bar.hint}</Tooltip>
      {bar.segments.map((box) => (
        <BoxRect key={box.x} of={box} r={6} />
      ))}
      <SignAt of={bar.shape} x={bar.icon[0]} y={bar.icon[1]} />
      <Labels of={bar.labels} />
    </g>
  )
}

function EndingPicture({ ending, active = [], onState }: { ending: Ending } & BarAreaProps) {
  const { path, x, y } = ending
  const isActive = active.includes(path)
  const classes = ['ending', 'onhead', isActive && 'active']
  return (
    <>
      <Labels of={ending.notes} />
      {ending.exits.map((row) => (
        <ChipPicture key={row.hint} row={row} />
      ))}
      <Pressable
        state={path}
        current={isActive}
        onPress={onState && (() => onState(path))}
        class={classes.filter(Boolean).join(' ')}
      >
        <Tooltip>{ending.hint}</Tooltip>
        <BoxRect of={ending} />
        <SignAt of="end" x={x + 8} y={y + ending.height / 2 + 4} />
        <Labels of={ending.labels} />
      </Pressable>
    </>
  )
}

/** The bars below the cards, grouped by ending. */
export function BarAreaPicture(props: BarAreaProps) {
  const { bars, endings, notes, ticks, refusalCounts } = props.layout
  const { onRule } = props
  return (
    <g class="bars">
      {endings.map(({ path, band }, i) => (
        <BoxRect key={path} of={band} r={0} class={i % 2 === 0 ? 'band' : 'band even'} />
      ))}
      {ticks.map((points) => (
        <path key={linePath(points)} class="tick" d={linePath(points)} />
      ))}
      {endings.flatMap(({ lines }) =>
        lines.map((points) => <path key={linePath(points)} class="leader" d={linePath(points)} />),
      )}
      <Labels of={notes} />
      {refusalCounts.map((count) => (
        <RefusalCountPicture key={count.x} count={count} onRule={onRule} />
      ))}
      {bars.map((bar) => (
        <BarPicture key={`${bar.ending} ${bar.transitions}`} bar={bar} />
      ))}
      {endings.map((ending) => (
        <EndingPicture key={ending.path} ending={ending} {...props} />
      ))}
    </g>
  )
}

import { BoxRect, Labels, Pressable, SignAt, Tooltip } from './drawingParts'
import type { MapRow, RefusalCount } from './mapModel'

export function ChipPicture({ row }: { row: MapRow }) {
  return (
    <g class={`chip of-${row.shape}`}>
      <Tooltip>{row.hint}</Tooltip>
      <BoxRect of={row} r={8} />
      <SignAt of={row.shape} x={row.x + 7} y={row.y + 12} />
      <Labels of={row.labels} />
    </g>
  )
}

type RefusalCountProps = { count: RefusalCount; onRule: ((id: string) => void) | undefined }

/** A number of refusals; a single one opens its rule. */
export function RefusalCountPicture({ count, onRule }: RefusalCountProps) {
  const [only] = count.rules
  const press = onRule && only && count.rules.length === 1 ? () => onRule(only) : undefined
  return (
    <Pressable onPress={press} class="refusal-count">
      <Tooltip>{count.hint}</Tooltip>
      <Labels of={count.labels} />
    </Pressable>
  )
}

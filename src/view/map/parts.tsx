import type { ComponentChildren } from 'preact'
import { refusalSign } from './mapLines'
import type { Label, Point, Shape } from './mapModel'
import { isOutlined, shapePath } from './shapes'

type SignName = Shape | 'refusal' | 'end'

export const roundTenth = (number: number): number => Math.round(number * 10) / 10

/** A shape whose middle line is that of small text on the baseline `y`. */
export function SignAt({ of, x, y, size = 10 }: { of: SignName; x: number; y: number; size?: number }) {
  const scale = size / 12
  const place = `translate(${roundTenth(x)} ${roundTenth(y - size * 0.9)}) scale(${roundTenth(scale * 100) / 100})`
  return (
    <g transform={place} class={`of-${of}`}>
      <path class={isOutlined(of) ? 'sign open' : 'sign'} d={shapePath(of)} />
    </g>
  )
}

const tones = { bold: 'bold', quiet: 'quiet', refusal: 'refused', head: 'onhead' } as const

/** Lines of text; a count of refusals has its sign before it. */
export function Labels({ of }: { of: readonly Label[] }) {
  return (
    <>
      {of.map(({ x, y, text, size, width, tone, atEnd }) => {
        const refusal = tone === 'refusal'
        return (
          <g key={`${x} ${y} ${text}`}>
            {refusal && <SignAt of="refusal" x={x} y={y} />}
            <text
              x={roundTenth(refusal ? x + refusalSign : atEnd ? x + width : x)}
              {...(atEnd && { 'text-anchor': 'end' })}
              y={roundTenth(y)}
              font-size={size}
              class={tone && tones[tone]}
            >
              {text}
            </text>
          </g>
        )
      })}
    </>
  )
}

type PressableProps = {
  onPress: (() => void) | undefined
  class: string
  state?: string
  /** Whether it is where the registration stands. */
  current?: boolean
  children: ComponentChildren
}

/** Something in a drawing that can be pressed, with the keyboard too; whoever listens hears what stands in it. */
export function Pressable({ onPress, class: name, state, current = false, children }: PressableProps) {
  if (onPress === undefined) {
    return (
      <g class={name} data-state={state}>
        {children}
      </g>
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      class={name}
      data-state={state}
      role="button"
      tabindex={0}
      aria-current={current ? 'step' : undefined}
      onClick={(event) => {
        event.stopPropagation()
        onPress()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        event.stopPropagation()
        onPress()
      }}
    >
      {children}
    </g>
  )
}

/** The path through some points. */
export const linePath = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${roundTenth(x)} ${roundTenth(y)}`).join('')

/** The tip of an arrow: a triangle at the last of some points. */
export function arrowheadPath(points: readonly Point[], size: number): string {
  const [x, y] = points.at(-1) as Point
  const [fromX, fromY] = points.filter(([px, py]) => px !== x || py !== y).at(-1) ?? [x, y - 1]
  const [dx, dy] = [Math.sign(x - fromX), Math.sign(y - fromY)]
  const half = size * 0.6
  const back: Point = [x - dx * size, y - dy * size]
  return `${linePath([
    [x, y],
    [back[0] + dy * half, back[1] + dx * half],
    [back[0] - dy * half, back[1] - dx * half],
  ])}Z`
}

/** The same points, ending a little earlier, so that no line shows beyond the tip. */
export function shortenEnd(points: readonly Point[], by: number): Point[] {
  const [x, y] = points.at(-1) as Point
  const [fromX, fromY] = points.filter(([px, py]) => px !== x || py !== y).at(-1) ?? [x, y - 1]
  return [...points.slice(0, -1), [x - Math.sign(x - fromX) * by, y - Math.sign(y - fromY) * by]]
}

/** A line beside another, so that both can be followed where two ways go together. */
export function offsetLine(points: readonly Point[]): Point[] {
  const [first, last] = [points[0] as Point, points.at(-1) as Point]
  const apart = 2.6
  const vertical = first[0] === last[0]
  const down = last[1] > first[1]
  return points.map(([x, y]) => [x + apart, vertical ? y : y + (down ? -apart : apart)])
}

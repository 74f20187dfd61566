import type { ComponentChildren } from 'preact'
import { type Box, roundTenth } from '../geometry'
import { isOutlined, type SignName, signPath } from '../signs'
import { refusalSignWidth } from './mapLines'
import type { Label } from './mapModel'

export const BoxRect = ({
  of,
  r = 4,
  class: className = 'body',
}: {
  of: Box
  r?: number
  class?: string
}) => (
  <rect
    class={className}
    x={roundTenth(of.x)}
    y={roundTenth(of.y)}
    width={roundTenth(of.width)}
    height={roundTenth(of.height)}
    rx={r}
  />
)

export const Tooltip = ({ children }: { children: string }) => <title>{children}</title>

/** A sign, vertically centred on small text with the baseline `y`. */
export function SignAt({ of, x, y, size = 10 }: { of: SignName; x: number; y: number; size?: number }) {
  const scale = size / 12
  const transform = `translate(${roundTenth(x)} ${roundTenth(y - size * 0.9)}) scale(${roundTenth(scale * 100) / 100})`
  return (
    <g transform={transform} class={`of-${of}`}>
      <path class={isOutlined(of) ? 'sign open' : 'sign'} d={signPath(of)} />
    </g>
  )
}

const toneClasses = { bold: 'bold', quiet: 'quiet', refusal: 'refused', head: 'onhead' } as const

/** Lines of text; a count of refusals has a sign in front. */
export function Labels({ of }: { of: readonly Label[] }) {
  return (
    <>
      {of.map(({ x, y, text, size, width, tone, atEnd }) => {
        const isRefusal = tone === 'refusal'
        return (
          <g key={`${x} ${y} ${text}`}>
            {isRefusal && <SignAt of="refusal" x={x} y={y} />}
            <text
              x={roundTenth(isRefusal ? x + refusalSignWidth : atEnd ? x + width : x)}
              {...(atEnd && { 'text-anchor': 'end' })}
              y={roundTenth(y)}
              font-size={size}
              class={tone && toneClasses[tone]}
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
  /** Whether it shows the current state of the registration. */
  current?: boolean
  children: ComponentChildren
}

/** A button within a drawing, for pointer and keyboard. Its text is its accessible name. */
export function Pressable({ onPress, class: className, state, current = false, children }: PressableProps) {
  if (onPress === undefined) {
    return (
      <g class={className} data-state={state}>
        {children}
      </g>
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      class={className}
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

import type { Role } from '../../schema/vocabulary'

/** Who somebody is to the eye: verifiers and gateways are both outside. */
export type Actor = 'candidate' | 'office' | 'outside' | 'clock'

export const actorOf = (role: Role | undefined): Actor =>
  role === 'candidate' || role === 'office' || role === 'clock' ? role : 'outside'

const shapes: Record<Actor | 'refusal', string> = {
  candidate: 'M6 1a5 5 0 1 0 .01 0z',
  office: 'M1.5 1.5h9v9h-9z',
  outside: 'M6 .5 11.5 6 6 11.5.5 6z',
  clock: 'M6 1a5 5 0 1 0 .01 0zM6 3v3.2l2 1.3',
  refusal: 'M6 1a5 5 0 1 0 .01 0zM2.6 2.6l6.8 6.8',
}

/** A shape beside every colour, so that neither alone has to be seen. */
export function Icon({ of }: { of: Actor | 'refusal' }) {
  const outline = of === 'clock' || of === 'refusal'
  return (
    <svg class={`icon ${of}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path
        d={shapes[of]}
        fill={outline ? 'none' : 'currentColor'}
        stroke="currentColor"
        stroke-width={outline ? 1.5 : 0}
      />
    </svg>
  )
}

import type { Role } from '../../schema/vocabulary'
import { isOutlined, signPath } from '../signs'

/** The role of an event's sender; verifiers and gateways are both outside systems. */
export type Actor = 'candidate' | 'office' | 'outside' | 'clock'

export const actorOf = (role: Role | undefined): Actor =>
  role === 'candidate' || role === 'office' || role === 'clock' ? role : 'outside'

/** The icon of an actor or of a refusal. Each colour has its own shape, so that colour alone carries no meaning. */
export function Icon({ of }: { of: Actor | 'refusal' }) {
  const isOutline = isOutlined(of)
  return (
    <svg class={`icon ${of}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path
        d={signPath(of)}
        fill={isOutline ? 'none' : 'currentColor'}
        stroke="currentColor"
        stroke-width={isOutline ? 1.5 : 0}
      />
    </svg>
  )
}

import { day, type Millis, startOf } from '../time'
import type { Attestation, Context } from './context'

/** Attestations: what an office or a register has said of the candidate, for provisions of local law. */

/** The instant from which an attestation no longer holds: a day in `validUntil` counts to its end. */
export function endOf({ validUntil }: Pick<Attestation, 'validUntil'>): Millis | undefined {
  if (validUntil === undefined) return undefined
  return startOf(validUntil) + (validUntil.includes('T') ? 0 : day)
}

/** Whether an attestation holds at an instant. */
export function holds(attestation: Pick<Attestation, 'validUntil'>, at: Millis): boolean {
  const end = endOf(attestation)
  return end === undefined || at < end
}

/** The attestations of other kinds that still hold: one of the same kind replaces the last, and what has ended is dropped. */
export const keptAttestations = ({ attestations = [] }: Context, kind: string, at: Millis): Attestation[] =>
  attestations.filter((one) => one.kind !== kind && holds(one, at))

import { day, type Millis, startOf } from '../time'
import type { Attestation, Context } from './context'

/** Attestations: what an office or a register has said of the candidate, for provisions of local law. */

/** Whether an attestation holds at an instant: a day in `validUntil` counts to its end. */
export function holds({ validUntil }: Pick<Attestation, 'validUntil'>, at: Millis): boolean {
  if (validUntil === undefined) return true
  return at < startOf(validUntil) + (validUntil.includes('T') ? 0 : day)
}

/** The attestations of other kinds that still hold: one of the same kind replaces the last, and what has ended is dropped. */
export const keptAttestations = ({ attestations = [] }: Context, kind: string, at: Millis): Attestation[] =>
  attestations.filter((one) => one.kind !== kind && holds(one, at))

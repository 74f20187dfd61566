import type { Snapshot } from '../engine/snapshot'
import { mostAttestations } from '../model/context'
import type { Provision } from '../registrations/provision'
import { attestationResults } from '../schema/vocabulary'
import { formatInstant, shanghaiDay } from '../time'
import type { EventFields, PayloadSpec } from './eventPayload'

type AttestationFields = EventFields<'attestation.record'>

const resultsOf = (kind: string): AttestationFields[] =>
  attestationResults.map((result) => ({ kind, result }))

/** A kind that can still be recorded: one that is there already if there are as many as can be. */
const usualKind = ({ context: { attestations = [] } }: Snapshot): string =>
  (attestations.length < mostAttestations ? undefined : attestations[0]?.kind) ?? 'attestation'

/** National rules distinguish neither kinds nor results. */
export const attestationPayload: PayloadSpec<'attestation.record'> = {
  usual: ({ snapshot }) => ({ kind: usualKind(snapshot), result: 'passed' }),
  detour: true,
  variants: (_, { kind }) => resultsOf(kind),
}

/** Whether a provision concerns a registration. One that throws there is reported when it is decided. */
export function concerns({ applies }: Provision, { context }: Snapshot): boolean {
  try {
    return applies?.(context.terms) !== false
  } catch {
    return true
  }
}

/**
 * What provisions that concern the registration distinguish of each kind that they read: whether it passed, holds until the
 * end of the day, or no longer holds. The best-fitting comes first.
 */
export function attestationsFor(snapshot: Snapshot, provisions: readonly Provision[]): AttestationFields[] {
  const { at } = snapshot.context
  const kinds = provisions
    .filter((one) => concerns(one, snapshot))
    .flatMap(({ attestations = [] }) => attestations)
  return [...new Set(kinds)].flatMap((kind) => [
    ...resultsOf(kind),
    { kind, result: 'passed' as const, validUntil: shanghaiDay(at) },
    { kind, result: 'passed' as const, validUntil: formatInstant(at) },
  ])
}

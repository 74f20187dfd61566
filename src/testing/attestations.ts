import type { Snapshot } from '../engine/snapshot'
import { mostAttestations } from '../model/context'
import type { Registrations } from '../registrations/registrations'
import { attestationResults } from '../schema/vocabulary'
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

/** Each result of each kind of attestation that a provision reads. */
export const attestationsFor = ({ provisions }: Registrations): AttestationFields[] =>
  [...new Set(provisions.flatMap(({ attestations = [] }) => attestations))].flatMap(resultsOf)

import type { Registrations } from '../registrations/registrations'
import { attestationResults } from '../schema/vocabulary'
import type { EventFields, PayloadSpec } from './eventPayload'

type AttestationFields = EventFields<'attestation.record'>

const resultsOf = (kind: string): AttestationFields[] =>
  attestationResults.map((result) => ({ kind, result }))

/** National rules distinguish neither kinds nor results. */
export const attestationPayload: PayloadSpec<'attestation.record'> = {
  usual: () => ({ kind: 'attestation', result: 'passed' }),
  variants: (_, { kind }) => resultsOf(kind),
}

/** Each result of each kind of attestation that a provision reads. */
export const attestationsFor = ({ provisions }: Registrations): AttestationFields[] =>
  [...new Set(provisions.flatMap(({ attestations = [] }) => attestations))].flatMap(resultsOf)

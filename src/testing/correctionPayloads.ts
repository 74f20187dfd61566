import type { Snapshot } from '../engine/snapshot'
import { assertPresent } from '../schema/primitives'
import { overseasEducation, pdf, usualPhoto } from './candidateData'
import type { EventFields, PayloadSpec } from './eventPayload'

/** An id that no pending correction has. */
function newId({ context: { corrections = [] } }: Snapshot): string {
  const ids = [...corrections, undefined].map((_, i) => `K${i + 1}`)
  return assertPresent(ids.find((id) => corrections.every((pending) => pending.id !== id)))
}

/** Documents that prove a change of name. */
const documents: EventFields<'certificate.amend'>['documents'] = [{ kind: 'residentId', mediaType: pdf }]

/** The payloads of an amended certificate. */
export const certificateAmendment: PayloadSpec<'certificate.amend'> = {
  usual: () => ({ fields: ['name'], documents, reason: 'new name' }),
  variants: (_, usual) => [usual, { ...usual, documents: [] }],
  detour: true,
}

/**
 * Corrections of each kind: contact data, place, photo, name with and without documents, degree; and a place that does
 * not exist. Two can be pending: a third would only add states.
 */
function requests({ context }: Snapshot): EventFields<'correction.request'>[] {
  const { terms, corrections = [] } = context
  const correctionId = corrections.some(({ id }) => id === 'K') ? 'L' : 'K'
  const changes: EventFields<'correction.request'>['changes'][] = [
    { phone: '13900000000' },
    { place: terms.places.at(-1) ?? '' },
    { photo: usualPhoto },
    { name: '陈小' },
    { education: overseasEducation },
    { place: 'none' },
  ]
  return [
    { correctionId, changes: { name: '陈小' }, documents },
    ...changes.map((one) => ({ correctionId, changes: one })),
  ]
}

/** The latest pending correction; each, and one that does not exist. */
const decision = {
  usual: ({ snapshot }: { snapshot: Snapshot }) => ({
    correctionId: snapshot.context.corrections?.at(-1)?.id ?? 'K1',
  }),
  variants: ({ context: { corrections = [] } }: Snapshot) =>
    [...corrections.map(({ id }) => id), 'none'].map((correctionId) => ({ correctionId })),
}

type Correcting =
  | 'correction.request'
  | 'correction.withdraw'
  | 'correction.approve'
  | 'correction.reject'
  | 'photo.replace'

/** The payloads of the events about corrections. */
export const correctionPayloads: { [T in Correcting]: PayloadSpec<T> } = {
  'correction.request': {
    usual: ({ snapshot }) => ({ correctionId: newId(snapshot), changes: { phone: '13900000000' } }),
    variants: requests,
    interrupts: true,
  },
  'correction.withdraw': { ...decision, detour: true },
  'correction.approve': decision,
  'correction.reject': decision,
  'photo.replace': {
    usual: () => ({ photo: usualPhoto, reason: 'unlike' }),
    variants: (_, usual) => [usual, { ...usual, photo: { ...usualPhoto, widthPx: 1 } }],
    interrupts: true,
  },
}

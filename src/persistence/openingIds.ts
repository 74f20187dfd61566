import type { OpenInput } from '../model/opening'
import type { Issue } from '../schema/issues'
import { personalNumberIssues } from './personalNumber'
import { storableIssues } from './storable'

/** The issues of the ids of an opening that a store refuses; none if it takes them. */
export const openingIdIssues = ({
  registrationId,
  candidateId,
}: Pick<OpenInput, 'registrationId' | 'candidateId'>): Issue[] => [
  ...storableIssues([
    ['registrationId', registrationId],
    ['candidateId', candidateId],
  ]),
  ...(personalNumberIssues('registrationId', registrationId) ?? []),
  ...(personalNumberIssues('candidateId', candidateId) ?? []),
]

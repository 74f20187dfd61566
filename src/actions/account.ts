import { correctionOf, identityFields } from '../model/correction'
import { degreeStatus, withResult } from '../model/degree'
import type { Effects, Memory } from './action'

export const accountMemory: Memory = {
  'profile.submit': (_, { profile }) => ({ education: profile.education && degreeStatus(profile.education) }),
  'photo.upload': () => ({ photo: true }),
  // Evidence of the former degree does not prove the new one.
  'education.amend': (_, { education }) => ({
    education: degreeStatus(education),
    evidence: undefined,
    formerDegree: undefined,
  }),
  // An identity confirmed by the province stays confirmed.
  'identity.assert': ({ identityProvider }, { provider }) => ({
    identityProvider: identityProvider === 'provincial' ? identityProvider : provider,
  }),
  // Only the check of a corrected degree replaces the result with which the registration continued.
  'verification.report': (context, { education: result }) => ({
    verifying: undefined,
    ...withResult(context, result),
  }),
}

/** Fields whose correction requires a new verification. */
const verifiedFields: readonly string[] = [...identityFields, 'education']

export const accountEffects: Pick<Effects, 'verification.requested'> = {
  'verification.requested': (context, { event, at }) => {
    if (event.type === 'correction.approve') {
      const corrected = correctionOf(context, event.correctionId)?.fields ?? []
      if (!corrected.some((field) => verifiedFields.includes(field))) return { emitted: [] }
    }
    return { change: { verifying: at }, emitted: [{}] }
  },
}

import type { DegreeStatus } from '../model/context'
import type { Effects, Memory } from './action'

export const accountMemory: Memory = {
  'profile.submit': (_, { profile }) => ({ education: { origin: profile.education.origin } }),
  'photo.upload': () => ({ photo: true }),
  // What showed the former degree says nothing of the new one.
  'education.amend': (_, { education }) => ({ education: { origin: education.origin }, evidence: undefined }),
  // Whom the province has vouched for stays vouched for.
  'identity.assert': ({ identityProvider }, { provider }) => ({
    identityProvider: identityProvider === 'provincial' ? identityProvider : provider,
  }),
  // A report that follows a correction changes nothing by itself: the result that let the registration go on stands.
  'verification.report': ({ education }, { education: result }) => ({
    verifying: undefined,
    ...(education &&
      education.result === undefined && { education: { ...education, result } satisfies DegreeStatus }),
  }),
}

/** Fields whose correction asks for verification again. */
const identityFields: readonly string[] = ['name', 'idType', 'idNumber', 'education']

export const accountEffects: Pick<Effects, 'verification.requested'> = {
  'verification.requested': ({ correction }, { event, at }) => {
    if (
      event.type === 'correction.approve' &&
      !correction?.fields.some((field) => identityFields.includes(field))
    ) {
      return { emitted: [] }
    }
    return { change: { verifying: at }, emitted: [{}] }
  },
}

import { identityMissing } from '../model/identity'
import { formatNames, requirementsOf } from '../model/requirements'
import { isResidentId } from '../model/residentId'
import { about, branch, everywhere, type Rules, refusal } from './rule'

export const accountRules = {
  'account.identity-provider': refusal({
    cites: ['6.4.1(1)'],
    standsAgainst: ({ context }) => identityMissing(context),
  }),
  'account.employer-required': refusal({
    cites: ['6.7'],
    standsAgainst: about('profile.submit', ({ event }) => event.profile.employer.trim() === ''),
  }),
  'account.id-number': refusal({
    cites: ['policy'],
    standsAgainst: about(
      'profile.submit',
      ({ event: { profile }, at }) =>
        (profile.idType === 'residentId' || profile.idType === 'hkMacaoTaiwanResidence') &&
        !isResidentId(profile.idNumber, at),
    ),
  }),
  'account.photo-spec': refusal({
    cites: ['6.4.2'],
    standsAgainst: about(['photo.upload', 'photo.replace'], ({ context, event: { photo } }) => {
      const { mediaTypes, widthPx, heightPx, background } = requirementsOf(context.terms).photo
      return (
        !mediaTypes.includes(photo.mediaType) ||
        photo.widthPx !== widthPx ||
        photo.heightPx !== heightPx ||
        photo.background !== background
      )
    }),
    params: ({ context }) => {
      const { mediaTypes, ...size } = requirementsOf(context.terms).photo
      return { ...size, formats: formatNames(mediaTypes) }
    },
  }),
  'account.photo-final': refusal({
    cites: ['6.13.1(3)'],
    standsAgainst: ({ context }) => context.photo === true,
  }),
  'verification.complete-first': refusal({
    cites: ['6.4.1(2)', '6.4.1(3)'],
    standsAgainst: everywhere,
    params: ({ context }) => ({ hours: requirementsOf(context.terms).verificationHours }),
  }),
  'verification.overseas-online': refusal({
    cites: ['6.4.1(5)'],
    standsAgainst: about(
      'verification.report',
      ({ context, event }) =>
        context.verifying !== undefined &&
        event.education === 'passed' &&
        context.education?.origin === 'overseas',
    ),
  }),
} satisfies Rules<'account' | 'verification'>

export const accountBranches = {
  photoOnFile: branch({
    cites: ['6.4.1(2)', '6.13.1(3)'],
    holds: ({ context }) => context.photo === true,
  }),
  alreadyVerified: branch({
    cites: ['6.4.1(2)'],
    holds: ({ context: { photo, education } }) =>
      photo === true && (education === undefined || education.result !== undefined),
  }),
  alreadyRegistered: branch({
    cites: ['6.4.1(2)'],
    holds: ({ context }) => context.photo === true,
  }),
  identityFailed: branch({
    cites: ['6.4.1(3)'],
    holds: about('verification.report', ({ event }) => event.identity === 'failed'),
  }),
  verificationAwaited: branch({
    cites: ['6.4.1(3)'],
    holds: ({ context }) => context.verifying !== undefined,
  }),
}

import { hasForfeited, isCommitted } from '../model/commitment'
import type { Context } from '../model/context'
import { evidenceDue, isUnverified, proofEvidenceKinds } from '../model/degree'
import { now, uploadCloses } from '../model/instants'
import { levelOf } from '../model/levels'
import { formatNames, requirementsOf } from '../model/requirements'
import type { DocumentKind } from '../schema/vocabulary'
import { about, anyOf, atInstant, branch, paramsOf, type Rules, refusal } from './rule'

/** The kinds of documents that the level requires and the candidate has not uploaded. */
function missingDocuments(context: Context, documents: readonly { kind: DocumentKind }[]): DocumentKind[] {
  const required = levelOf(context, context.application)?.proof ?? []
  return required.filter((kind) => !documents.some((document) => document.kind === kind))
}

/** Whether the level exempts from some subjects, so that proof is required even with a commitment (§6.4.7). */
const isExempt = (context: Context): boolean => levelOf(context, context.application)?.exemption === true

/** Whether a document has a format that the notice accepts: PDF, unless it says otherwise. */
const isFormatAccepted = ({ terms }: Context, { mediaType }: { mediaType: string }): boolean =>
  requirementsOf(terms).documentTypes.includes(mediaType)

export const declaringRules = {
  'commitment.statements': refusal({
    cites: ['5.1.3'],
    standsAgainst: about(
      'commitment.sign',
      ({ event: { statements } }) => !Object.values(statements).every(Boolean),
    ),
  }),
  'commitment.withdraw-unpaid': refusal({
    cites: ['5.1.4'],
    standsAgainst: ({ context }) => isCommitted(context),
  }),
  'commitment.withdraw-window': refusal({
    cites: ['5.1.4'],
    until: ['registration.closes'],
    standsAgainst: atInstant((context, at) => isCommitted(context) && at >= context.terms.registration[1]),
  }),
  'verification.evidence-kind': refusal({
    cites: ['6.4.1(3)', '6.4.1(5)', '6.19'],
    standsAgainst: anyOf(
      about('evidence.upload', ({ context, event: { document }, at }) => {
        const kinds = evidenceDue(context, at)
        return kinds.length > 0 && !kinds.includes(document.kind)
      }),
      about('proof.upload', ({ context, event: { documents } }) => {
        if (!isUnverified(context) || context.evidence !== undefined) return false
        const kinds: readonly string[] = proofEvidenceKinds(context)
        return !documents.some(({ kind }) => kinds.includes(kind))
      }),
    ),
    messageFor: ({ context: { terms } }) =>
      terms.requirements?.degreeDocuments || terms.requirements?.documentTypes
        ? 'verification.evidence-kind/notice'
        : undefined,
    params: ({ context }) =>
      context.terms.requirements?.degreeDocuments ? { documents: proofEvidenceKinds(context) } : {},
  }),
  'proof.window': refusal({
    cites: ['6.4.7'],
    until: ['proofUpload.closes'],
    from: ['registration.opens'],
    standsAgainst: anyOf(
      about(
        'route.choose',
        ({ context, event, at }) => event.route === 'proof' && uploadCloses(context) <= at,
      ),
      ({ context, event }) => {
        const at = now({ context, event })
        // Nothing is left to choose.
        if (event.type === 'route.choose') return hasForfeited(context) && uploadCloses(context) <= at
        if (event.type === 'proof.upload')
          return at < context.terms.registration[0] || uploadCloses(context) <= at
        // Both lead to the upload of proof, which would then end the registration at once.
        const leadsToProof =
          (event.type === 'application.confirm' && context.route === 'proof') ||
          (event.type === 'commitment.sign' && isExempt(context))
        return leadsToProof && uploadCloses(context) <= at
      },
    ),
  }),
  'proof.pdf': refusal({
    cites: ['6.4.1(3)', '6.4.1(4)'],
    standsAgainst: anyOf(
      about(
        'evidence.upload',
        ({ context, event: { document }, at }) =>
          evidenceDue(context, at).length > 0 &&
          document.kind !== 'overseasCertificate' &&
          !isFormatAccepted(context, document),
      ),
      about('proof.upload', ({ context, event }) =>
        event.documents.some((document) => !isFormatAccepted(context, document)),
      ),
    ),
    params: ({ context }) => ({ formats: formatNames(requirementsOf(context.terms).documentTypes) }),
  }),
  'proof.required': refusal({
    cites: ['6.4.7'],
    standsAgainst: about(
      'proof.upload',
      ({ context, event: { documents } }) =>
        documents.length === 0 || missingDocuments(context, documents).length > 0,
    ),
    params: paramsOf('proof.upload', ({ context, event }) => ({
      documents: missingDocuments(context, event.documents),
    })),
  }),
} satisfies Rules<'commitment' | 'verification' | 'proof'>

export const declaringBranches = {
  exemptionLevel: branch({
    cites: ['6.4.7'],
    holds: ({ context }) => isExempt(context),
  }),
  educationUnverified: branch({
    cites: ['6.4.1(3)', '6.4.1(4)', '6.4.1(5)'],
    holds: ({ context }) => isUnverified(context) && context.evidence === undefined,
  }),
  commitmentStands: branch({
    cites: ['5.1.4'],
    holds: ({ context }) => isCommitted(context),
  }),
  evidenceAwaited: branch({
    cites: ['6.4.1(3)', '6.4.1(5)'],
    holds: atInstant((context, at) => context.marks === undefined && evidenceDue(context, at).length > 0),
  }),
  uploadClosed: branch({
    cites: ['6.4.7'],
    holds: atInstant((context, at) => at >= uploadCloses(context)),
  }),
  uploadClosesByItself: branch({
    cites: ['6.4.7'],
    holds: ({ context }) => context.terms.proofUpload !== undefined,
  }),
}

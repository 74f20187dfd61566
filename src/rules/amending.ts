import type { RegistrationEvent } from '../events'
import { amendTerms } from '../model/amendment'
import { type Context, mostAttestations } from '../model/context'
import { keptAttestations } from '../model/heldAttestations'
import { levelOf, specialtiesOf } from '../model/levels'
import { passMarksKnown } from '../model/marks'
import { isSessionFor } from '../model/offer'
import { checkUnknown } from '../model/outcomes'
import { isRunning, type SpanName } from '../model/qualification'
import type { Terms } from '../model/terms'
import { assertPresent } from '../schema/primitives'
import { type Millis, parseInstant } from '../time'
import { about, branch, type Guard, type Rules, refusal } from './rule'

type Amendment = RegistrationEvent<'notice.amend'>

const spanNames: readonly SpanName[] = ['scoreReview', 'postCheck', 'publicNotice', 'directMail']

/**
 * Whether the amended windows after the exam close at `at` or later and after the last session. Those that run move only
 * to an instant, which a fact reports to the candidate.
 */
function isValidForSpans(context: Context, amendment: Amendment, at: Millis): boolean {
  const next = amendTerms(context, amendment)
  return spanNames.every((name) => {
    const span = name === 'directMail' ? (next.directMail || undefined)?.span : next[name]
    const closes = span !== undefined && 'closes' in span ? parseInstant(span.closes) : undefined
    const isNamed = amendment[name] !== undefined
    if (isNamed && closes === undefined && isRunning(context, name, at)) return false
    if (isNamed && closes !== undefined && closes < at) return false
    // A session that is put off must not overtake the close of a window.
    return closes === undefined || !(isNamed || amendment.sessions) || closes > next.sessions[1]
  })
}

/** The levels and specialties that sessions or pass marks name. */
function namesIn({ sessions = [], passMarks = {} }: Amendment): { levels: string[]; specialties: string[] } {
  const marks = Object.values(passMarks).flatMap((mark) => (typeof mark === 'number' ? [] : mark))
  return {
    levels: [
      ...sessions.flatMap(({ levels = [] }) => levels),
      ...marks.flatMap(({ levels = {} }) => Object.keys(levels)),
    ],
    specialties: [
      ...sessions.flatMap(({ specialties = [] }) => specialties),
      ...marks.flatMap(({ specialties = {} }) => Object.keys(specialties)),
    ],
  }
}

/**
 * Whether the notice offers the levels and specialties. Once the registration is complete its terms have only its own,
 * and with a kind only those of the kind: the amendment of a notice may then name others.
 */
function areNamesKnown({ terms }: Context, amendment: Amendment): boolean {
  if (terms.fee === undefined || terms.kind !== undefined) return true
  const { levels, specialties } = namesIn(amendment)
  return (
    levels.every((name) => terms.levels.some(({ code }) => code === name)) &&
    specialties.every((name) => terms.levels.some((level) => specialtiesOf(terms, level).includes(name)))
  )
}

/** Whether the new sessions, if any, have one of the application's own level and specialty. */
function hasOwnSession(context: Context, { sessions }: Amendment): boolean {
  const level = levelOf(context, context.application)
  if (sessions === undefined || level === undefined) return true
  return sessions.some(
    (session) =>
      level.subjects.includes(session.subject) &&
      isSessionFor(session, level.code, context.application?.specialty),
  )
}

/** Whether no pass mark exceeds the full mark of its subject. */
function areMarksPossible({ terms: { fullMarks } }: Context, { passMarks = {} }: Amendment): boolean {
  return Object.entries(passMarks).every(([subject, given]) => {
    const marks =
      typeof given === 'number'
        ? [given]
        : [...Object.values(given.levels ?? {}), ...Object.values(given.specialties ?? {})]
    return marks.every((mark) => mark <= (fullMarks[subject] ?? mark))
  })
}

/** Whether the new dates are in order, all names are known, and no future close moves into the past. */
function isValidAmendment(context: Context, amendment: Amendment, at: Millis): boolean {
  const { terms } = context
  const next = amendTerms(context, amendment)
  // Unchanged dates are not checked again: `open` accepted them.
  const untouched = amendment.windows === undefined && amendment.sessions === undefined
  const ordered =
    untouched ||
    (next.registration[1] <= next.proofReview &&
      (next.proofUpload ?? 0) <= next.proofReview &&
      next.proofReview <= next.payment[1] &&
      next.payment[1] <= next.sessions[0])
  const closes = (of: Terms) => [
    of.registration[1],
    of.proofUpload ?? of.registration[1],
    of.proofReview,
    of.payment[1],
    of.admitCard[1],
    of.sessions[1],
  ]
  const nextCloses = closes(next)
  const intoPast = closes(terms).some((close, i) => at < close && assertPresent(nextCloses[i]) < at)
  const { sessions = [], passMarks = {} } = amendment
  const subjects = [...sessions.map(({ subject }) => subject), ...Object.keys(passMarks)]
  const known = subjects.every((subject) => Object.hasOwn(terms.fullMarks, subject))
  return (
    ordered &&
    !intoPast &&
    known &&
    areNamesKnown(context, amendment) &&
    areMarksPossible(context, amendment) &&
    hasOwnSession(context, amendment) &&
    isValidForSpans(context, amendment, at)
  )
}

/** Whether the amendment can still be made: sessions until the last has ended, pass marks until they judge the marks. */
export function isAmendable(context: Context, amendment: Amendment, at: Millis): boolean {
  const tooLate = amendment.sessions !== undefined && context.terms.sessions[1] <= at
  const judged = context.marks !== undefined && passMarksKnown(context)
  const inTime = !tooLate && (amendment.passMarks === undefined || !judged)
  return inTime && isValidAmendment(context, amendment, at) && !checkUnknown(context, amendment, at)
}

/**
 * Creates a guard that holds if an amendment moves a window that runs. It also asks whether the amendment applies: the
 * second of two parallel regions takes its transition even if the first refuses.
 */
const moves = (name: SpanName): Guard =>
  about(
    'notice.amend',
    ({ context, event, at }) =>
      event[name] !== undefined && isRunning(context, name, at) && isAmendable(context, event, at),
  )

export const amendingRules = {
  'notice.sense': refusal({
    cites: ['policy'],
    standsAgainst: about('notice.amend', ({ context, event, at }) => !isValidAmendment(context, event, at)),
  }),
  'attestation.kinds': refusal({
    cites: ['policy'],
    standsAgainst: about(
      'attestation.record',
      ({ context, event, at }) => keptAttestations(context, event.kind, at).length >= mostAttestations,
    ),
  }),
} satisfies Rules<'attestation' | 'notice'>

export const amendingBranches = {
  amendable: branch({
    cites: ['policy'],
    holds: about('notice.amend', ({ context, event, at }) => isAmendable(context, event, at)),
  }),
  checkMoved: branch({
    cites: ['11.1'],
    holds: moves('postCheck'),
  }),
  publicNoticeMoved: branch({
    cites: ['12'],
    holds: moves('publicNotice'),
  }),
  reopensPayment: branch({
    cites: ['6.9'],
    holds: about(
      'notice.amend',
      ({ context, event, at }) => context.claim === undefined && at < amendTerms(context, event).payment[1],
    ),
  }),
}

import { assertPresent } from '../schema/primitives'
import type { CandidateHistory } from '../schema/vocabulary'
import { type Millis, spanEnd, type TimeLimit } from '../time'
import type { Context } from './context'
import { effectiveMarks, type Marks, passesAll } from './marks'

/** The result of marks and sanctions. Rules evaluate it before an event is accepted; actions store it afterwards. */

type Publication =
  | { type: 'marks.publish'; marks: Marks; passMarks?: Marks | undefined }
  | { type: 'scoreReview.decide'; marks: Marks }

/** The marks that count after an event, and whether they pass. */
export type MarksOutcome = { marks: Marks; passMarks: Marks | undefined; passed: boolean }

function outcomeOf(context: Context, marks: Marks, passMarks = context.terms.passMarks): MarksOutcome {
  return { marks, passMarks, passed: passesAll(context, marks, passMarks) }
}

/** The outcome of a publication, or of a decided review: its marks replace those of the reviewed subjects. */
export function publicationOutcome(context: Context, event: Publication): MarksOutcome {
  if (event.type === 'scoreReview.decide') {
    return outcomeOf(context, effectiveMarks({ ...context.marks, ...event.marks }, context))
  }
  const passMarks = event.passMarks
    ? { ...context.terms.passMarks, ...event.passMarks }
    : context.terms.passMarks
  return outcomeOf(context, effectiveMarks(event.marks, context), passMarks)
}

type Sanction =
  | { type: 'misconduct.record'; scope: 'subject' | 'sitting'; subject?: string | undefined }
  | { type: 'finding.record'; subjects?: string[] | undefined }

/** The subjects that misconduct or identical answers make void: the named ones, or all registered ones. */
function sanctionedSubjects({ application }: Context, event: Sanction): string[] {
  const registered = assertPresent(application).subjects
  if (event.type === 'misconduct.record') {
    return event.scope === 'subject' ? [assertPresent(event.subject)] : registered
  }
  return event.subjects ?? registered
}

/** The void subjects after a sanction. */
export function withSanction(context: Context, event: Sanction): Pick<Context, 'misconduct' | 'identical'> {
  const add = (subjects: string[] = []) => [...new Set([...subjects, ...sanctionedSubjects(context, event)])]
  return event.type === 'misconduct.record'
    ? { misconduct: add(context.misconduct) }
    : { identical: add(context.identical) }
}

/** The outcome of the published marks after a sanction. */
export function sanctionOutcome(context: Context, event: Sanction): MarksOutcome {
  return outcomeOf(
    context,
    effectiveMarks(assertPresent(context.marks), { ...context, ...withSanction(context, event) }),
  )
}

/** Whether the marks still pass with the credits of an amended history. */
export function passesWithHistory(context: Context, { history }: { history: CandidateHistory }): boolean {
  return passesAll({ ...context, credits: history.credits ?? context.credits }, assertPresent(context.marks))
}

/** The year whose working days are missing for a span of the notice that begins at `at`; `undefined` if none is. */
export function unknownYear({ terms }: Context, at: Millis, span: TimeLimit): number | undefined {
  const end = spanEnd(at, span, terms.calendar)
  return 'unknownYear' in end ? end.unknownYear : undefined
}

/** When a span of the notice that begins at `at` ends. The rule `calendar.unknown-year` guarantees its years. */
export function closesAt({ terms }: Context, at: Millis, span: TimeLimit): Millis {
  const end = spanEnd(at, span, terms.calendar)
  return assertPresent('closes' in end ? end.closes : undefined)
}

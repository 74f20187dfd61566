import { assertPresent } from '../schema/primitives'
import type { CandidateHistory } from '../schema/vocabulary'
import { type Millis, type Span, spanEnd } from '../time'
import type { Context } from './context'
import { effectiveMarks, type Marks, passesAll } from './marks'

/** What the marks come to: judged by rules before an event is taken, kept by actions when it is. */

type Publication =
  | { type: 'marks.publish'; marks: Marks; passMarks?: Marks | undefined }
  | { type: 'scoreReview.decide'; marks: Marks }

/** The marks as they would count after the event, and whether they pass. */
export type MarksOutcome = { marks: Marks; passMarks: Marks | undefined; passed: boolean }

function outcomeOf(context: Context, marks: Marks, passMarks = context.terms.passMarks): MarksOutcome {
  return { marks, passMarks, passed: passesAll(context, marks, passMarks) }
}

/** The outcome of a publication, or of a decided review, whose marks replace those of the reviewed subjects. */
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

/** The subjects that misconduct or identical answers make void: those named, or all that are registered. */
export function sanctioned({ application }: Context, event: Sanction): string[] {
  const registered = assertPresent(application).subjects
  if (event.type === 'misconduct.record') {
    return event.scope === 'subject' ? [assertPresent(event.subject)] : registered
  }
  return event.subjects ?? registered
}

/** What a sanction adds to what is void already. */
export function withSanction(context: Context, event: Sanction): Pick<Context, 'misconduct' | 'identical'> {
  const add = (subjects: string[] = []) => [...new Set([...subjects, ...sanctioned(context, event)])]
  return event.type === 'misconduct.record'
    ? { misconduct: add(context.misconduct) }
    : { identical: add(context.identical) }
}

/** The outcome of published marks once a sanction is written over them. */
export function sanctionOutcome(context: Context, event: Sanction): MarksOutcome {
  return outcomeOf(
    context,
    effectiveMarks(assertPresent(context.marks), { ...context, ...withSanction(context, event) }),
  )
}

/** Whether the marks would still pass with the credits that an amended history leaves. */
export function passesWithHistory(context: Context, { history }: { history: CandidateHistory }): boolean {
  return passesAll({ ...context, credits: history.credits ?? context.credits }, assertPresent(context.marks))
}

/**
 * The year whose working days would have to be known for a span that begins now, and are not.
 * @param span one of the notice's
 */
export function unknownYear({ terms }: Context, at: Millis, span: Span): number | undefined {
  const end = spanEnd(at, span, terms.calendar)
  return 'unknownYear' in end ? end.unknownYear : undefined
}

/** When a span of the notice that begins now is over; the rules have seen to it that its years are known. */
export function closesAt({ terms }: Context, at: Millis, span: Span): Millis {
  return (spanEnd(at, span, terms.calendar) as { closes: Millis }).closes
}

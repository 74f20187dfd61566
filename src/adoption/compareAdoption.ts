import type { Snapshot } from '../engine/snapshot'
import { type LabelOptions, valueLabel } from '../labels'
import type { LocalizedText } from '../language'
import { isPaid } from '../model/orders'
import type { Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'
import type { AdoptedLine } from './adoptedLine'
import { refundOfPayment } from './adoptedMoney'
import { type AdoptionProblem, decidedOtherwise, problemIn } from './adoptionProblem'

/** Compares a reconstructed registration with its line. The state is compared before. */

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item) => other.includes(item))

/** The choices that the line has, and the registration has not. */
function differentChoices(
  { context }: Snapshot,
  line: AdoptedLine,
  exam: LabelOptions['exam'],
): AdoptionProblem[] {
  const { application, route } = context
  const problems: AdoptionProblem[] = []
  const differs = (field: string, ours: unknown) => {
    const label = (lang: 'zh' | 'en') =>
      ours === undefined ? { zh: '无', en: 'none' }[lang] : valueLabel(field, ours, { lang, exam })
    problems.push(problemIn(field, `该状态下为：${label('zh')}`, `is in this state: ${label('en')}`))
  }
  for (const field of ['level', 'specialty', 'place'] as const)
    if (line[field] !== undefined && line[field] !== application?.[field])
      differs(field, application?.[field])
  if (line.subjects !== undefined && !sameList(line.subjects, application?.subjects ?? []))
    differs('subjects', application?.subjects)
  if (line.route !== undefined && line.route !== route) differs('route', route)
  if (line.certificateNo !== undefined && line.certificateNo !== context.certificateNo)
    differs('certificateNo', context.certificateNo)
  if (
    line.mail === true &&
    context.endedBy === undefined &&
    context.mail !== true &&
    context.paper !== 'mailing'
  )
    problems.push(problemIn('mail', '该状态下没有邮寄申请', 'no request for mail is open in this state'))
  return problems
}

/** Each payment that the registration holds otherwise than the line says. */
function differentPayments(
  registrations: Registrations,
  snapshot: Snapshot,
  line: AdoptedLine,
): AdoptionProblem[] {
  const { context } = snapshot
  return (line.payments ?? []).flatMap((payment): AdoptionProblem[] => {
    const { transactionId, refund: said } = payment
    const refund = refundOfPayment(snapshot, payment)
    const is = refund === undefined ? undefined : refund.settled ? 'settled' : 'due'
    if (said === is) return []
    if (refund === undefined)
      return [
        problemIn(
          'payments',
          `${transactionId} 已计为报名费，无应退款项`,
          `${transactionId} pays the fee, so nothing is owed back`,
        ),
      ]
    const message: LocalizedText = isPaid(context)
      ? {
          zh: `${transactionId} 应予退还：报名费已由另一笔付清`,
          en: `${transactionId} is owed back: another payment paid the fee`,
        }
      : { zh: `${transactionId} 应予退还`, en: `${transactionId} is owed back` }
    return [decidedOtherwise(registrations, refund.reason as RuleId, 'payments', message)]
  })
}

/** Marks count as they were before the certificate was revoked; marks that are void since are the same marks. */
function differentMarks(snapshot: Snapshot, line: AdoptedLine): AdoptionProblem[] {
  const { context } = snapshot
  const { revoked, marks } = context
  if (line.marks === undefined) return []
  const held = revoked?.marks ?? marks ?? {}
  const isVoid = 'ended' in Object(snapshot.value)
  const same = Object.entries(line.marks).every(
    ([subject, mark]) => held[subject] === mark || (isVoid && [-2, -4].includes(held[subject] ?? 0)),
  )
  if (same && Object.keys(held).length === Object.keys(line.marks).length) return []
  return marks === undefined
    ? [problemIn('marks', '该状态下没有成绩', 'this state has no marks')]
    : [problemIn('marks', `实为：${JSON.stringify(held)}`, `are ${JSON.stringify(held)}`)]
}

/** The differences between a registration and its line: choices, payments, marks. */
export function compareAdoption(
  registrations: Registrations,
  snapshot: Snapshot,
  line: AdoptedLine,
  exam?: LabelOptions['exam'],
): AdoptionProblem[] {
  return [
    ...differentChoices(snapshot, line, exam),
    ...differentPayments(registrations, snapshot, line),
    ...differentMarks(snapshot, line),
  ]
}

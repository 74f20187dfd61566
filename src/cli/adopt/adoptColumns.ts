import { type EventType, eventTypes } from '../../events'
import type { ExamSpec } from '../../model/exam'
import { lazy } from '../../schema/primitives'
import { titles } from '../../titles'

/** The columns of a list of registrations: fields by their headings. */

/** Further headings, besides the field itself and its title in either language. */
const otherHeadings = {
  registrationId: ['registration', '报名号', '报名序号'],
  candidateId: ['candidate', '考生号'],
  state: ['状态', '报名状态'],
  kind: ['类别'],
  level: ['报考级别'],
  specialty: ['报考专业'],
  subjects: ['报考科目'],
  place: ['考区'],
  origin: [],
  higher: [],
  education: ['学历核查', '学历核查结果'],
  route: [],
  evidence: ['学历证明'],
  commitmentForfeited: [],
  credits: [],
  integrity: [],
  orderNo: ['order', '商户订单号'],
  transactionId: ['transaction', '交易号'],
  amountFen: ['fen', '金额（分）', '金额(分)'],
  amount: ['yuan', '金额（元）', '金额(元)', '金额'],
  paidAt: ['支付时间', '交易时间'],
  refund: ['退款', '退款状态'],
  refundedAt: ['退款时间'],
  review: ['复查科目'],
  endedBy: ['ending', '终结原因'],
  finding: [],
  spotCheck: ['核查期限'],
  mail: ['邮寄'],
  certificateNo: ['certificate'],
  reason: [],
  openedAt: ['opened', '报名时间', '开启时间'],
} satisfies Record<string, readonly string[]>

/** The field of a column that is none of a subject or an event. */
export type AdoptField = keyof typeof otherHeadings

const adoptFields = Object.keys(otherHeadings) as AdoptField[]

const normalized = (heading: string): string => heading.normalize('NFKC').trim().toLowerCase()

/** The fields that several titles of other fields would name. */
const withoutTitle: ReadonlySet<string> = new Set(['amountFen', 'kind', 'education', 'subjects', 'refund'])

const fieldsByHeading = lazy(() => {
  const found = new Map<string, string>()
  const add = (heading: string, field: string) => {
    if (!found.has(normalized(heading))) found.set(normalized(heading), field)
  }
  for (const field of adoptFields) for (const heading of [field, ...otherHeadings[field]]) add(heading, field)
  for (const field of adoptFields) {
    const title = withoutTitle.has(field) ? undefined : titles.fields[field as keyof typeof titles.fields]
    for (const heading of title ? [title.zh, title.en] : []) add(heading, field)
  }
  add('科目', 'subjects')
  for (const type of eventTypes)
    for (const heading of [type, titles.events[type].zh, titles.events[type].en])
      add(heading, instantField(type))
  return found
})

/** The field of the instant of an event. */
export const instantField = (type: EventType): string => `instants.${type}`

/** The field of the mark of a subject. */
export const markField = (code: string): string => `marks.${code}`

/** Returns the field that a heading names: also a subject of the exam by its code or name, or an event. */
export function adoptFieldOf(exam: ExamSpec): (heading: string) => string | undefined {
  const named = exam.subjects.flatMap(({ code, name }) =>
    [...new Set([code, name.zh, name.en])].map((heading) => [normalized(heading), markField(code)] as const),
  )
  // A name that two subjects have is no heading.
  const subjects = new Map(
    named.filter(([heading]) => named.filter(([other]) => other === heading).length === 1),
  )
  return (heading) => fieldsByHeading().get(normalized(heading)) ?? subjects.get(normalized(heading))
}

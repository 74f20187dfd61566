import { beforeEach } from 'vitest'
import {
  type DeadlineName,
  type Decision,
  deadlines,
  decide,
  type EventType,
  type ExamSpec,
  exams,
  type Fact,
  type FactType,
  isIn,
  type Notice,
  notices,
  type OpenInput,
  open,
  type RegistrationEvent,
  type Role,
  type Snapshot,
  type StateValue,
  senderOf,
} from '../../src'

type Fields<T extends EventType> = Omit<RegistrationEvent<T>, 'type' | 'at' | 'by'>
type Given<T extends EventType> = { type: T; by?: { role: Role; id: string } } & Partial<Fields<T>>

/** An event as a test writes it: its type, and those fields that matter; sensible ones stand for the rest. */
export type Happening<T extends EventType> = T | Given<T>

/** A bundled notice by name; `changes` are laid over it. */
export function noticeOf(name: string, changes: Partial<Notice> = {}): Notice {
  const notice = notices[name]
  if (notice === undefined) throw new Error(`no notice ${name}`)
  return { ...notice, ...changes }
}

/** The same for an exam. */
export function examOf(name: string, changes: Partial<ExamSpec> = {}): ExamSpec {
  const exam = exams[name]
  if (exam === undefined) throw new Error(`no exam ${name}`)
  return { ...exam, ...changes }
}

/** An instant of 2024 (or of the year given) in Shanghai: `on('04-17 16:59:59')`. */
export function on(short: string, year = 2024): string {
  const [day, time = ''] = short.split(' ')
  return `${year}-${day}T${time.length === 5 ? `${time}:00` : time}+08:00`
}

export const education: RegistrationEvent<'education.amend'>['education'] = {
  origin: 'domestic',
  level: 'bachelor',
  degree: 'bachelor',
  school: 'Sun Yat-sen University',
  major: 'Social Work',
  graduatedOn: '2014-06-30',
  studyMode: 'fullTime',
  certificateNo: '105581201405000001',
}

export const profile: RegistrationEvent<'profile.submit'>['profile'] = {
  name: '陈晓',
  idType: 'residentId',
  idNumber: '440101199001080079',
  gender: 'female',
  phone: '13800000000',
  employer: 'Yuexiu Community Centre',
  address: '1 Example Road, Guangzhou',
  education,
}

/** A request to correct what the candidate confirmed. */
export const correcting = (
  changes: RegistrationEvent<'correction.request'>['changes'],
  correctionId = 'K1',
): Given<'correction.request'> => ({ type: 'correction.request', correctionId, changes })

/** What happened in other registrations of the candidate. */
export const bringing = (history: RegistrationEvent<'history.amend'>['history']): Given<'history.amend'> => ({
  type: 'history.amend',
  history,
})

/** A transaction that has not come yet: each one that has either paid an order or is owed back. */
export function nextTransaction({ context: { orders, refunds } }: Snapshot): string {
  return `T${orders.filter(({ state }) => state === 'paid').length + refunds.length + 1}`
}

/** The marks of every registered subject: just passed, but for misconduct and for the `changes`. */
export function marksOf({ context }: Snapshot, changes: Record<string, number> = {}): Record<string, number> {
  const { application, terms, misconduct = [] } = context
  const marks = (application?.subjects ?? []).map((subject) => {
    const pass = terms.passMarks?.[subject] ?? terms.fullMarks[subject] ?? 0
    return [subject, misconduct.includes(subject) ? -2 : pass] as const
  })
  return { ...Object.fromEntries(marks), ...changes }
}

const pdf = 'application/pdf'
const jpeg = 'image/jpeg'

/** What a reissue needs (§14). */
export const reissueDocuments: RegistrationEvent<'certificate.requestReissue'>['documents'] = [
  { kind: 'reissueForm', mediaType: jpeg },
  { kind: 'residentId', mediaType: jpeg },
  { kind: 'photo', mediaType: jpeg },
]

const defaults: { [T in EventType]?: (life: Life, at: string) => Fields<T> } = {
  'profile.submit': () => ({ profile }),
  'photo.upload': () => ({
    photo: { mediaType: 'image/jpeg', widthPx: 295, heightPx: 413, background: 'white' },
  }),
  'education.amend': () => ({ education }),
  'identity.assert': () => ({ provider: 'provincial' }),
  'verification.report': () => ({ identity: 'passed', education: 'passed' }),
  'application.save': ({ exam, notice }) => {
    const level = exam.levels.find(({ validityYears }) => validityYears > 1) ?? exam.levels[0]
    const [specialty] = level?.specialty === 'required' ? (exam.specialties ?? []) : []
    const application = { level: level?.code ?? '', subjects: level?.subjects ?? [] }
    return { application: { ...application, place: notice.places[0] ?? '', ...(specialty && { specialty }) } }
  },
  'route.choose': () => ({ route: 'commitment' }),
  'commitment.sign': () => ({
    statements: { informed: true, eligible: true, truthful: true, acceptsChecks: true },
  }),
  'evidence.upload': ({ snapshot: { context } }) => {
    const kind = context.education?.origin === 'overseas' ? 'overseasCertificate' : 'verificationReport'
    return { document: { kind, mediaType: pdf } }
  },
  'proof.upload': () => ({
    documents: [
      { kind: 'workProof', mediaType: pdf },
      { kind: 'verificationReport', mediaType: pdf },
    ],
  }),
  'proof.reject': () => ({ reason: 'illegible' }),
  'payment.claim': ({ orderNo }) => ({ orderNo }),
  'payment.settle': ({ orderNo, snapshot }, at) => ({
    orderNo,
    transactionId: nextTransaction(snapshot),
    amountFen: snapshot.context.orders.at(-1)?.amountFen ?? 1,
    paidAt: at,
  }),
  'payment.notFound': ({ orderNo }) => ({ orderNo }),
  'refund.settle': ({ refundId }) => ({ refundId }),
  'refund.fail': ({ refundId }) => ({ refundId, reason: 'account closed' }),
  'spotCheck.demand': () => ({ dueAt: on('05-10 17:00') }),
  'exam.cancel': () => ({ reason: 'flood' }),
  'correction.request': () => ({ correctionId: 'K1', changes: { phone: '13900000000' } }),
  'correction.approve': () => ({ correctionId: 'K1' }),
  'correction.reject': () => ({ correctionId: 'K1' }),
  'misconduct.record': () => ({ scope: 'sitting', article: 7 }),
  'marks.publish': ({ snapshot }) => ({ marks: marksOf(snapshot) }),
  'scoreReview.request': ({ snapshot }) => ({ subjects: snapshot.context.application?.subjects ?? ['none'] }),
  'scoreReview.decide': () => ({ marks: {} }),
  'postCheck.reject': () => ({ reason: 'illegible' }),
  'postCheck.resubmit': () => ({ documents: [{ kind: 'verificationReport', mediaType: pdf }] }),
  'complaint.receive': () => ({ complaintId: 'M1' }),
  'complaint.dismiss': () => ({ complaintId: 'M1' }),
  'certificate.requestMail': () => ({ address: profile.address }),
  'certificate.issue': () => ({ certificateNo: 'Z1' }),
  'certificate.requestReissue': () => ({ documents: reissueDocuments }),
  'finding.record': () => ({ finding: 'ineligible' }),
  'history.amend': () => ({ history: {} }),
}

/** What leads on: an event, or the deadline until which nothing happens. */
type Onward = EventType | { until: DeadlineName }

/** What leads on from each state on the plain path. */
const onward: [here: string, next: Onward][] = [
  ['account.agreement', 'agreement.accept'],
  ['account.profile', 'profile.submit'],
  ['account.photo', 'photo.upload'],
  ['verifying', 'verification.report'],
  ['filling.application', 'application.save'],
  ['filling.route', 'route.choose'],
  ['filling.confirmation', 'application.confirm'],
  ['declaring.commitment', 'commitment.sign'],
  ['declaring.evidence', 'evidence.upload'],
  ['declaring.proof.uploading', 'proof.upload'],
  ['declaring.proof.reviewing', 'proof.approve'],
  ['paying.awaiting', 'payment.settle'],
  ['registered.waiting', { until: 'admitCard.opens' }],
  ['registered.admitCard', { until: 'admitCard.closes' }],
  ['registered.seated', { until: 'exam.ends' }],
  ['marking', 'marks.publish'],
  ['notPassed.open', { until: 'scoreReview.closes' }],
  ['qualifying.publicNotice.pending', 'publicNotice.open'],
  ['qualifying.check.unreviewed', 'postCheck.approve'],
  ['qualifying.publicNotice.open', { until: 'publicNotice.closes' }],
  ['certified.paper.printing', 'certificate.dispatch'],
  ['certified.paper.mailing', 'certificate.deliver'],
  ['certified.paper.collectable', 'certificate.deliver'],
  ['certified.paper.delivered', 'certificate.reportLost'],
  ['certified.paper.lost', 'certificate.requestReissue'],
  ['certified.paper.reissuing', 'certificate.reissue'],
]

/** Where the way to some state leaves the plain path. */
const aside: [goal: string, here: string, next: Onward][] = [
  ['paying.reconciling', 'paying.awaiting', 'payment.claim'],
  ['notPassed.underReview', 'notPassed.open', 'scoreReview.request'],
  ['qualifying.check.approved', 'qualifying.check.unreviewed', 'postCheck.approve'],
  ['qualifying.check.rejected', 'qualifying.check.unreviewed', 'postCheck.reject'],
  ['qualifying.publicNotice.closed', 'qualifying.publicNotice.open', { until: 'publicNotice.closes' }],
  ['ended.abandoned', 'filling', { until: 'registration.closes' }],
  ['ended.voided', 'registered.waiting', 'finding.record'],
  ['ended.cancelled', 'registered.waiting', 'exam.cancel'],
  ['ended.scoresVoided', 'marking', 'finding.record'],
  ['ended.revoked', 'certified', 'finding.record'],
]

/** A registration as its events have made it. It never changes: each step gives another life. */
/** What an event brought about, and when. */
type Moment = { decision: Decision; at: string }

/** Each test lives its lives anew, so that what it shows does not hang on what another has computed. */
let generation = 0
beforeEach(() => {
  generation += 1
})

export class Life {
  #lived: { moment: Moment; generation: number } | undefined

  constructor(
    readonly exam: ExamSpec,
    readonly notice: Notice,
    /** Lived only when somebody asks: what stands outside a test is a plan. */
    private readonly live: () => Moment,
  ) {}

  private get moment(): Moment {
    if (this.#lived?.generation !== generation) this.#lived = { moment: this.live(), generation }
    return this.#lived.moment
  }

  /** What the last event brought about. */
  get decision(): Decision {
    return this.moment.decision
  }
  /** When it happened; what follows happens at the same instant unless told otherwise. */
  get at(): string {
    return this.moment.at
  }
  get snapshot(): Snapshot {
    return this.decision.snapshot
  }
  get state(): StateValue {
    return this.snapshot.value
  }
  /** The latest order, and the latest refund. */
  get orderNo(): string {
    return `R-${Math.max(1, this.snapshot.context.orders.length)}`
  }
  get refundId(): string {
    return `R-F${Math.max(1, this.snapshot.context.refunds.length)}`
  }

  /** What the last event brought about, of one type. */
  facts<T extends FactType>(type: T): Extract<Fact, { type: T }>[] {
    return this.decision.facts.filter((fact) => fact.type === type) as Extract<Fact, { type: T }>[]
  }

  /** What would become of an event. */
  tries<T extends EventType>(happening: Happening<T>, at = this.at): Decision {
    const given = typeof happening === 'string' ? { type: happening } : happening
    const role = senderOf(given.type)
    const by = { role, id: role === 'candidate' ? 'C' : role }
    const event = { by, ...defaults[given.type]?.(this, at), ...given, at }
    return decide(this.snapshot, event as unknown as RegistrationEvent)
  }

  private later(next: () => Life): Life {
    return new Life(this.exam, this.notice, () => next().moment)
  }

  /** @throws if the event is refused, when the life is lived */
  send<T extends EventType>(happening: Happening<T>, when?: string): Life {
    return new Life(this.exam, this.notice, () => {
      const at = when ?? this.at
      const decision = this.tries(happening, at)
      if (!decision.accepted) throw new Error(`${JSON.stringify(happening)}: ${decision.refusal.rule}`)
      // A bank's notice may come late, and does not turn the clock back.
      return { decision, at: Date.parse(at) < Date.parse(this.at) ? this.at : at }
    })
  }

  /** Lets time pass until a deadline. */
  until(name: DeadlineName): Life {
    return this.later(() => {
      const due = deadlines(this.snapshot).find((deadline) => deadline.name === name)
      if (due === undefined) throw new Error(`${name} does not stand in ${JSON.stringify(this.state)}`)
      return this.send('clock.advance', due.at)
    })
  }

  /** Publishes the marks: every subject just passed, but for the `changes`. */
  publish(changes: Record<string, number> = {}, when?: string): Life {
    return this.later(() =>
      this.send({ type: 'marks.publish', marks: marksOf(this.snapshot, changes) }, when),
    )
  }

  /** Goes on by the plain path to a state. What nobody has to wait for happens at once. */
  to(state: string): Life {
    return this.later(() => this.towards(state))
  }

  private towards(state: string): Life {
    if (isIn(this.state, state)) return this
    if (isIn(this.state, 'marking') && /^(ended\.)?notPassed/.test(state)) {
      const [first = ''] = this.snapshot.context.application?.subjects ?? []
      return this.publish({ [first]: 0 }).towards(state)
    }
    if (isIn(this.state, 'certified') && this.snapshot.context.certificateNo === undefined)
      return this.send('certificate.issue').towards(state)
    const leave = aside.find(([goal, here]) => goal === state && isIn(this.state, here))
    const next = leave?.[2] ?? onward.find(([here]) => isIn(this.state, here))?.[1]
    if (next === undefined) throw new Error(`no plain path from ${JSON.stringify(this.state)} to ${state}`)
    return (typeof next === 'string' ? this.send(next) : this.until(next.until)).towards(state)
  }
}

type Beginning = Partial<Pick<OpenInput, 'exam' | 'notice' | 'history' | 'at'>> & {
  /** `null` for somebody whom nobody knows; otherwise known and verified unless told otherwise. */
  candidate?: OpenInput['candidate'] | null
}

export const verified: NonNullable<OpenInput['candidate']> = {
  photo: true,
  education: { origin: 'domestic', result: 'passed' },
}

/** Opens a registration, when registration opens unless told otherwise. */
export function life(beginning: Beginning = {}): Life {
  const { exam = examOf('social-worker'), notice = noticeOf('gd-2024-social-worker') } = beginning
  const { candidate = verified, history, at = notice.windows.registration.opens } = beginning
  const known = candidate === null ? {} : { candidate }
  const input = { registrationId: 'R', candidateId: 'C', exam, notice, at, ...known }
  return new Life(exam, notice, () => {
    const decision = open({ ...input, ...(history && { history }) })
    if (!decision.accepted) throw new Error(`open: ${decision.refusal.rule}`)
    return { decision, at }
  })
}

import {
  type Decision,
  decide,
  type EventType,
  type Explanation,
  eventTypes,
  exams,
  notices,
  type OpenInput,
  open,
  type RegistrationEvent,
  type RuleId,
  type Snapshot,
  senderOf,
} from '../../src'
import { usualPhoto, usualProfile, usualStatements } from '../../src/testing/candidateData'

/** One registration with commitment, event by event, and its snapshots. */

export const input = {
  registrationId: 'R',
  candidateId: 'C',
  exam: exams['social-worker'],
  notice: notices['gd-2024-social-worker'],
  at: '2024-04-01T10:00:00+08:00',
} as OpenInput

/** The closing instants of windows of the notice. */
export const closes = { registration: '2024-04-17T17:00:00+08:00', payment: '2024-04-18T17:00:00+08:00' }

export type Fields<T extends EventType> = Omit<RegistrationEvent<T>, 'type' | 'at' | 'by'>

export const event = <T extends EventType>(at: string, type: T, fields: Fields<T>): RegistrationEvent =>
  ({ type, at, by: { role: senderOf(type), id: 'C' }, ...fields }) as unknown as RegistrationEvent

/** A profile with every possible field. */
export const profile: RegistrationEvent<'profile.submit'>['profile'] = {
  ...usualProfile,
  email: 'chen@example.com',
  postcode: '510030',
  workHistory: [{ from: '2014-07-01', employer: usualProfile.employer, relevant: true }],
}

const application = {
  level: 'intermediate',
  subjects: ['general', 'law', 'practice'],
  place: '440100',
}

/** The events of a path to `registered.waiting`, in order. */
export const path: RegistrationEvent[] = [
  event('2024-04-01T10:01:00+08:00', 'agreement.accept', {}),
  event('2024-04-01T10:05:00+08:00', 'profile.submit', { profile }),
  event('2024-04-01T10:06:00+08:00', 'photo.upload', {
    photo: usualPhoto,
  }),
  event('2024-04-02T10:00:00+08:00', 'verification.report', { identity: 'passed', education: 'passed' }),
  event('2024-04-08T09:30:00+08:00', 'application.save', { application }),
  event('2024-04-08T09:31:00+08:00', 'route.choose', { route: 'commitment' }),
  event('2024-04-08T09:32:00+08:00', 'application.confirm', {}),
  event('2024-04-08T09:33:00+08:00', 'commitment.sign', { statements: usualStatements }),
  event('2024-04-08T09:40:00+08:00', 'payment.settle', {
    orderNo: 'R-1',
    transactionId: 'T1',
    amountFen: 17100,
    paidAt: '2024-04-08T09:39:00+08:00',
  }),
]

export const opened = (): Snapshot => {
  const { snapshot } = open(input)
  if (snapshot === null) throw new Error('not opened')
  return snapshot
}

/** The decisions on the events of the path, up to the event of that type. */
function decisionsTo(type: EventType): Decision[] {
  let snapshot = opened()
  const decisions: Decision[] = []
  for (const next of path) {
    const decision = decide(snapshot, next)
    if (!decision.accepted) throw new Error(`${next.type} ${decision.refusal.rule}`)
    decisions.push(decision)
    snapshot = decision.snapshot
    if (next.type === type) break
  }
  return decisions
}

/** The snapshot after the event of that type. */
export const following = (type: EventType): Snapshot => (decisionsTo(type).at(-1) as Decision).snapshot

export const ruleOf = (decision: Decision<Snapshot | null>): string | undefined =>
  decision.accepted ? undefined : decision.refusal.rule

/** What `explain` returns for an invalid snapshot or instant. */
export const allRefusedBy = (rule: RuleId): Explanation[] =>
  eventTypes.map((type) => ({ type, by: senderOf(type), possible: false, rules: [rule] }))

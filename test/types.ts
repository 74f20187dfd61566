import { createActor } from 'xstate'
import {
  createRegistrations,
  type Decision,
  decide,
  defineProvision,
  type EventType,
  type ExamSpec,
  type Explanation,
  exams,
  explain,
  type Fact,
  type FactType,
  type GuideItem,
  guide,
  type Notice,
  notices,
  open,
  type Provision,
  type Region,
  type RegistrationEvent,
  type Role,
  type RuleId,
  regions,
  registrationMachine,
  rules,
  type Snapshot,
  type StateValue,
  toXStateSnapshot,
} from '../src'
import type { Store, StoreOpenInput } from '../src/postgres'

/**
 * Correct and wrong uses of the types. Wrong uses are marked as expected errors: if the compiler accepts one, the mark
 * itself is an error. Nothing here runs: `npm run types` compiles it.
 */

const at = '2024-04-08T10:00:00+08:00'
const candidate = { role: 'candidate', id: 'C' } as const
const office = { role: 'office', id: 'O' } as const
const statements = { informed: true, eligible: true, truthful: true, acceptsChecks: true }

function anEvent(snapshot: Snapshot): void {
  decide(snapshot, { type: 'route.choose', at, by: candidate, route: 'proof' })
  decide(snapshot, { type: 'commitment.sign', at, by: candidate, statements })

  // Events without fields of their own.
  decide(snapshot, { type: 'agreement.accept', at, by: candidate })
  decide(snapshot, { type: 'proof.approve', at, by: office })
  decide(snapshot, { type: 'clock.advance', at, by: { role: 'clock', id: 'cron' } })

  // @ts-expect-error there is no such event
  decide(snapshot, { type: 'route.chose', at, by: candidate, route: 'proof' })
  // @ts-expect-error an event needs an instant
  decide(snapshot, { type: 'route.choose', by: candidate, route: 'proof' })
  // @ts-expect-error an event needs a sender
  decide(snapshot, { type: 'route.choose', at, route: 'proof' })
  // @ts-expect-error a role alone is not a sender
  decide(snapshot, { type: 'route.choose', at, by: 'candidate', route: 'proof' })
  // @ts-expect-error not a snapshot
  decide({ version: 1 }, { type: 'route.choose', at, by: candidate, route: 'proof' })
}

function itsSender(snapshot: Snapshot): void {
  decide(snapshot, { type: 'proof.reject', at, by: office, reason: 'blurred' })
  // @ts-expect-error only the office rejects
  decide(snapshot, { type: 'proof.reject', at, by: candidate, reason: 'blurred' })
  // @ts-expect-error only the candidate chooses
  decide(snapshot, { type: 'route.choose', at, by: office, route: 'proof' })
  // @ts-expect-error there is no such role
  decide(snapshot, { type: 'route.choose', at, by: { role: 'agent', id: 'A' }, route: 'proof' })

  const role: Role = 'gateway'
  // @ts-expect-error there is no such role
  const wrong: Role = 'agent'
  void [role, wrong]
}

function itsFields(snapshot: Snapshot): void {
  // @ts-expect-error a route is `proof` or `commitment`
  decide(snapshot, { type: 'route.choose', at, by: candidate, route: 'both' })
  // @ts-expect-error a field is missing
  decide(snapshot, { type: 'route.choose', at, by: candidate })
  // @ts-expect-error three of the four statements are missing
  decide(snapshot, { type: 'commitment.sign', at, by: candidate, statements: { informed: true } })
  // @ts-expect-error a field of another event
  decide(snapshot, { type: 'proof.reject', at, by: office, reason: 'blurred', route: 'proof' })
  // @ts-expect-error the event has no fields of its own
  decide(snapshot, { type: 'proof.approve', at, by: office, reason: 'fine' })
  // @ts-expect-error an amount in fen is a number
  decide(snapshot, { type: 'payment.settle', at, by: { role: 'gateway', id: 'G' }, amountFen: '17100' })

  const type: EventType = 'payment.settle'
  // @ts-expect-error there is no such event
  const wrong: EventType = 'payment.settled'
  void [type, wrong]
}

function oneEvent(event: RegistrationEvent): string {
  if (event.type === 'payment.settle') {
    const amount: number = event.amountFen
    // @ts-expect-error a settlement has no route
    void event.route
    return `${amount} ${event.orderNo}`
  }
  if (event.type === 'agreement.accept') {
    const { role }: { role: 'candidate' } = event.by
    return role
  }
  // @ts-expect-error not every event is a settlement
  return event.amountFen
}

function states(snapshot: Snapshot): void {
  const state = createActor(registrationMachine, { snapshot: toXStateSnapshot(snapshot) }).getSnapshot()
  state.matches('verifying')
  state.matches('declaring')
  state.matches({ paying: 'awaiting' })
  state.matches({ declaring: { proof: 'reviewing' } })
  state.matches({ declaring: 'proof' })
  state.hasTag('officeActs')
  // @ts-expect-error there is no such state
  state.matches('verified')
  // @ts-expect-error there is no such state there
  state.matches({ paying: 'reviewing' })
  // @ts-expect-error there is no such nested state
  state.matches({ declaring: { proof: 'approved' } })
  // @ts-expect-error a nested state is an object, not a dotted path
  state.matches('paying.awaiting')
  // @ts-expect-error there is no such tag
  state.hasTag('somebodyActs')

  const value: StateValue = { registered: 'admitCard' }
  // @ts-expect-error there is no such state there
  const wrong: StateValue = { registered: 'admitcard' }
  void [value, wrong]
}

function anActor(): void {
  const actor = createActor(registrationMachine, { input: undefined })
  actor.send({ type: 'route.choose', at, by: candidate, route: 'proof' })
  // @ts-expect-error only the candidate chooses
  actor.send({ type: 'route.choose', at, by: office, route: 'proof' })
  // @ts-expect-error there is no such event
  actor.send({ type: 'route.chosen', at, by: candidate })

  actor.on('order.created', ({ amountFen }) => amountFen + 1)
  actor.on('event.refused', ({ rule }) => rules[rule].title)
  // @ts-expect-error an order has no route
  actor.on('order.created', ({ route }) => route)
  // @ts-expect-error there is no such fact
  actor.on('order.made', () => {})
}

function aDecision(decision: Decision): void {
  const facts: Fact[] = decision.facts
  const snapshot: Snapshot = decision.snapshot
  // @ts-expect-error check `accepted` first
  void decision.refusal
  if (decision.accepted) {
    // @ts-expect-error an accepted event has no refusal
    void decision.refusal
  } else {
    const rule: RuleId = decision.refusal.rule
    const said: string = decision.refusal.message.zh
    // @ts-expect-error there is no French
    void decision.refusal.message.fr
    void [rule, said]
  }
  // @ts-expect-error there is no such key
  void decision.events
  void [facts, snapshot]
}

function aRule(refused: Decision): void {
  const id: RuleId = 'commitment.no-return'
  const title: string = rules['payment.late'].title.en
  // @ts-expect-error there is no such rule
  const wrong: RuleId = 'commitment.no-way-back'
  // @ts-expect-error there is no such rule
  void rules['payment.early']
  // @ts-expect-error there is no such rule
  if (!refused.accepted && refused.refusal.rule === 'payment.early') return
  // @ts-expect-error rules are read-only
  rules['payment.late'].title.en = 'Late'
  void [id, title, wrong]
}

function aFact(fact: Fact): string | number {
  const type: FactType = 'registration.completed'
  // @ts-expect-error there is no such fact
  const wrong: FactType = 'registration.complete'
  const requested: Fact = { type: 'verification.requested', at }
  // @ts-expect-error a `refund.due` fact needs an order
  const owed: Fact = { type: 'refund.due', at }
  void [type, wrong, requested, owed]
  switch (fact.type) {
    case 'refund.due':
      return fact.amountFen
    case 'registration.abandoned':
      // @ts-expect-error there is no such reason
      return fact.reason === 'bored' ? 1 : 0
    case 'order.created':
      // @ts-expect-error an order has no reason
      return fact.reason
    // @ts-expect-error there is no such fact
    case 'order.paid':
      return 1
    default:
      return fact.at
  }
}

function explanations(snapshot: Snapshot): void {
  const [first]: Explanation[] = explain(snapshot, at)
  const until: string | undefined = first?.until
  // @ts-expect-error an event type, not any text
  const wrong: 'soon' | undefined = first?.type
  explain(snapshot, at, { role: 'office' })
  // @ts-expect-error there is no such role
  explain(snapshot, at, { role: 'student' })
  // @ts-expect-error an instant, not a number
  explain(snapshot, 1_712_541_600_000)
  void [until, wrong]
}

function anOpening(exam: ExamSpec, notice: Notice): Snapshot | null {
  const ids = { registrationId: 'R', candidateId: 'C' }
  const decision = open({ ...ids, exam, notice, at })
  open({ ...ids, exam, notice, at, history: { commitmentForfeited: true } })
  open({ ...ids, exam: exams['social-worker'], notice: notices['gd-2024-social-worker'], at })
  // @ts-expect-error the snapshot may be null
  const snapshot: Snapshot = decision.snapshot
  // @ts-expect-error a notice is needed
  open({ ...ids, exam, at })
  // @ts-expect-error there is no such record
  open({ ...ids, exam, notice, at, history: { integrity: [{ kind: 'rude', from: '2024-01-01' }] } })
  // @ts-expect-error a known candidate has a photo
  open({ ...ids, exam, notice, at, candidate: { photo: false, education: { origin: 'domestic' } } })
  void snapshot
  return decision.accepted ? decision.snapshot : null
}

function aGuide(snapshot: Snapshot, own: Region): void {
  const [first]: GuideItem[] = guide(snapshot)
  guide(snapshot, own)
  guide(snapshot, regions['440100'])
  // @ts-expect-error not every city is bundled
  const shenzhen: Region = regions['440300']
  // @ts-expect-error a region, not its code
  guide(snapshot, '440100')
  // @ts-expect-error there is no such kind
  if (first?.kind === 'rumour') return
  // @ts-expect-error not every item has an address
  const url: string = own.items[0].url
  const title = { zh: '带照片', en: 'Bring a photo' }
  const item: GuideItem = { id: 'x', kind: 'note', title, cites: ['7.2'], when: ['registered'] }
  const concerned: GuideItem = { ...item, only: { exams: ['economics'], origin: 'overseas' } }
  // @ts-expect-error a title needs both languages
  const silent: GuideItem = { ...item, title: { zh: '带照片' } }
  // @ts-expect-error there is no such condition
  const misspelt: GuideItem = { ...item, only: { exam: ['economics'] } }
  // @ts-expect-error an origin is `domestic` or `overseas`
  const lunar: GuideItem = { ...item, only: { origin: 'lunar' } }
  void [shenzhen, url, concerned, silent, misspelt, lunar]
}

void [
  anEvent,
  itsSender,
  itsFields,
  oneEvent,
  states,
  anActor,
  aDecision,
  aRule,
  aFact,
  explanations,
  anOpening,
  aGuide,
]

const provision = {
  cites: [{ document: '某市报名公告（示例）', article: '第二条' }],
  title: { zh: '社会保险', en: 'Social security' },
  message: { zh: '须缴纳社会保险。', en: 'You must pay social security.' },
  standsAgainst: () => true,
} as const

function aProvision(snapshot: Snapshot, event: RegistrationEvent): void {
  const security = defineProvision({
    ...provision,
    id: 'sh.security',
    before: [['filling.confirmation', 'application.confirm']],
  })
  const { decide } = createRegistrations({ provisions: [security] })
  const decision = decide(snapshot, event)
  if (!decision.accepted) {
    const { rule } = decision.refusal
    if (rule === 'sh.security' || rule === 'payment.window') return
    // @ts-expect-error neither a rule of the national text nor one of these provisions
    if (rule === 'sh.insecurity') return
  }
  // @ts-expect-error an id has a prefix
  defineProvision({ ...provision, id: 'security', before: [['paying.awaiting', 'payment.claim']] })
  // @ts-expect-error there is no such state
  defineProvision({ ...provision, id: 'sh.a', before: [['paying.waiting', 'payment.claim']] })
  // @ts-expect-error there is no such event
  defineProvision({ ...provision, id: 'sh.a', before: [['paying.awaiting', 'payment.clam']] })
  const lists: Pick<Provision, 'cites' | 'before' | 'attestations'> = {
    cites: Object.freeze([{ document: '某市报名公告（示例）', article: '第二条' }]),
    before: [['filling.confirmation', 'application.confirm']] as const,
    attestations: ['sh.security'] as readonly string[],
  }
  const widened = { ...provision, cites: [{ document: '某市报名公告（示例）', article: '第二条' }] }
  const read: readonly Provision[] = [
    defineProvision({ ...provision, ...lists, id: 'sh.b' }),
    defineProvision({ ...widened, id: 'sh.c', before: lists.before }),
  ]
  createRegistrations({ provisions: read, takesOver: [[], ['sh.b@1']] as const })
  defineProvision({
    ...provision,
    id: 'sh.a',
    before: [['paying', 'payment.claim']],
    standsAgainst: ({ context }) => {
      // @ts-expect-error a provision reads the registration, and cannot change it
      context.photo = true
      // @ts-expect-error at any depth
      context.orders.push({ amountFen: 1, state: 'open' })
      return false
    },
  })
  defineProvision({
    ...provision,
    id: 'sh.a',
    before: [['paying', 'payment.claim']],
    // @ts-expect-error it emits nothing, because it only answers whether it refuses
    standsAgainst: () => ({}),
  })
}

/** The stores believe nobody about the time. */
async function aPage(store: Store): Promise<void> {
  const [found] = await store.find()
  if (found === undefined) return
  const { registrationId, state, revision } = found
  // @ts-expect-error a damaged registration has no snapshot
  const context = found.snapshot.context
  const { context: known } = found.damaged ? { context: found.damaged.en } : found.snapshot
  await store.archive({ before: at }, ({ registrationId, after, revision, log }) => {
    console.log(registrationId, after, revision, log.length)
  })
  // @ts-expect-error what was stored when
  await store.prune({})
  console.log(registrationId, state, revision, context, known)
}

async function aStore(store: Store, given: Omit<StoreOpenInput, 'at'>): Promise<void> {
  await store.send('R', { type: 'agreement.accept', by: candidate })
  await store.send('R', { type: 'proof.approve', by: office }, { key: 'k', ifRevision: 3, may: () => true })
  await store.send('R', { type: 'proof.approve', at, by: office })
  // @ts-expect-error what a candidate does happens at the time of the store
  await store.send('R', { type: 'agreement.accept', at, by: candidate })
  await store.open(given)
  await store.open({ ...given, at }, { by: office })
  // @ts-expect-error a registration is opened now, unless somebody dates it
  await store.open({ ...given, at })
  // @ts-expect-error a candidate dates nothing
  await store.open({ ...given, at }, { by: candidate })
  // @ts-expect-error there is no such option
  await store.deliver(() => {}, { timeut: 5 })
}

export { aPage, aProvision, aStore }

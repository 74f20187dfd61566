import { expect } from 'vitest'
import {
  type DeadlineName,
  type Decision,
  type EventType,
  type ExamSpec,
  exams,
  type Fact,
  type FactType,
  type Notice,
  notices,
  type OpenInput,
  type RegistrationEvent,
  type Snapshot,
  type StatePath,
  type StateValue,
} from '../../src'
import type { EventDraft } from '../../src/testing/drafts'
import {
  type LiveRegistration,
  leadTo,
  openLive,
  passUntil,
  sendAccepted,
  sendDraft,
} from '../../src/testing/liveRegistration'
import { latestOrder, latestRefund, passingMarks } from '../../src/testing/usualValues'

export {
  reissueDocuments,
  usualEducation as education,
  usualProfile as profile,
} from '../../src/testing/candidateData'
export { nextTransaction, passingMarks } from '../../src/testing/usualValues'

/** An event as a test writes it: its type alone, or a draft. */
export type TypeOrDraft<T extends EventType> = T | EventDraft<T>

const toDraft = <T extends EventType>(event: TypeOrDraft<T>): EventDraft =>
  (typeof event === 'string' ? { type: event } : event) as EventDraft

/** A bundled notice, with `changes` laid over it. */
export function noticeOf(name: string, changes: Partial<Notice> = {}): Notice {
  const notice = notices[name]
  if (notice === undefined) throw new Error(`no notice ${name}`)
  return { ...notice, ...changes }
}

/** A bundled exam, with `changes` laid over it. */
export function examOf(name: string, changes: Partial<ExamSpec> = {}): ExamSpec {
  const exam = exams[name]
  if (exam === undefined) throw new Error(`no exam ${name}`)
  return { ...exam, ...changes }
}

/** An instant in Shanghai, by default of 2024: `on('04-17 16:59:59')`. */
export function on(short: string, year = 2024): string {
  const [day, time = ''] = short.split(' ')
  return `${year}-${day}T${time.length === 5 ? `${time}:00` : time}+08:00`
}

/** A request to correct the confirmed form. */
export const correcting = (
  changes: RegistrationEvent<'correction.request'>['changes'],
  correctionId = 'K1',
): EventDraft<'correction.request'> => ({ type: 'correction.request', correctionId, changes })

/** What happened in the candidate's other registrations. */
export const amendingHistory = (
  history: RegistrationEvent<'history.amend'>['history'],
): EventDraft<'history.amend'> => ({ type: 'history.amend', history })

/** Every test runs its scenarios itself, so that none depends on what another has computed. */
function currentTest(): string {
  const { testPath, currentTestName } = expect.getState()
  return `${testPath} ${currentTestName}`
}

/** Events sent to a registration, but only once a test reads the result, so that scenarios can be shared by tests. */
export class LazyScenario {
  #cached: { live: LiveRegistration; test: string } | undefined

  constructor(private readonly run: () => LiveRegistration) {}

  private get live(): LiveRegistration {
    const test = currentTest()
    if (this.#cached?.test !== test) this.#cached = { live: this.run(), test }
    return this.#cached.live
  }

  /** The decision on the last event. */
  get decision(): Decision {
    return this.live.decision
  }
  /** The instant of the last event; by default the next event is sent at the same instant. */
  get at(): string {
    return this.live.at
  }
  get snapshot(): Snapshot {
    return this.decision.snapshot
  }
  get state(): StateValue {
    return this.snapshot.value
  }
  get orderNo(): string {
    return latestOrder(this.snapshot)
  }
  get refundId(): string {
    return latestRefund(this.snapshot)
  }

  /** The facts of one type that the last event emitted. */
  facts<T extends FactType>(type: T): Extract<Fact, { type: T }>[] {
    return this.decision.facts.filter((fact) => fact.type === type) as Extract<Fact, { type: T }>[]
  }

  /** The decision on an event, without sending it. */
  tries<T extends EventType>(event: TypeOrDraft<T>, at?: string): Decision {
    return sendDraft(this.live, toDraft(event), at).decision
  }

  /** Sends an event; reading the result throws if it is refused. */
  send<T extends EventType>(event: TypeOrDraft<T>, when?: string): LazyScenario {
    return new LazyScenario(() => sendAccepted(this.live, toDraft(event), when))
  }

  /** Advances the clock to a deadline. */
  until(name: DeadlineName): LazyScenario {
    return new LazyScenario(() => passUntil(this.live, name))
  }

  /** Publishes marks that just pass in every subject, with `changes` laid over them. */
  publish(changes: Record<string, number> = {}, when?: string): LazyScenario {
    const marks = () => passingMarks(this.snapshot, changes)
    return this.send({ type: 'marks.publish', marks }, when)
  }

  /** Leads the registration to a state by the plain path. Events that need no deadline are sent at the same instant. */
  to(state: string): LazyScenario {
    return new LazyScenario(() => leadTo(this.live, state as StatePath))
  }
}

type ScenarioStart = Partial<Pick<OpenInput, 'exam' | 'notice' | 'history' | 'at'>> & {
  /** `null` for an unknown candidate; by default `verified`. */
  candidate?: OpenInput['candidate'] | null
}

export const verified: NonNullable<OpenInput['candidate']> = {
  photo: true,
  education: { origin: 'domestic', result: 'passed' },
}

/** Opens a registration, by default for the social worker exam when its registration window opens. */
export function scenario(start: ScenarioStart = {}): LazyScenario {
  const { exam = examOf('social-worker'), notice = noticeOf('gd-2024-social-worker') } = start
  const { candidate = verified, history, at = notice.windows.registration.opens } = start
  const known = candidate === null ? {} : { candidate }
  const input = { registrationId: 'R', candidateId: 'C', exam, notice, at, ...known }
  return new LazyScenario(() => openLive({ ...input, ...(history && { history }) }))
}

import { beforeEach } from 'vitest'
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
  type StateValue,
} from '../../src'
import { latestOrder, latestRefund, passingMarks } from '../../src/testing/defaults'
import type { Draft } from '../../src/testing/drafts'
import * as living from '../../src/testing/liveRegistration'

export {
  nextTransaction,
  passingMarks,
  reissueDocuments,
  usualEducation as education,
  usualProfile as profile,
} from '../../src/testing/defaults'

/** An event as a test writes it: its type, or a draft. */
export type Happening<T extends EventType> = T | Draft<T>

const drafted = <T extends EventType>(happening: Happening<T>): Draft =>
  (typeof happening === 'string' ? { type: happening } : happening) as Draft

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

/** A request to correct what the candidate confirmed. */
export const correcting = (
  changes: RegistrationEvent<'correction.request'>['changes'],
  correctionId = 'K1',
): Draft<'correction.request'> => ({ type: 'correction.request', correctionId, changes })

/** What happened in other registrations of the candidate. */
export const bringing = (history: RegistrationEvent<'history.amend'>['history']): Draft<'history.amend'> => ({
  type: 'history.amend',
  history,
})

/** Each test lives its lives anew, so that what it shows does not hang on what another has computed. */
let generation = 0
beforeEach(() => {
  generation += 1
})

/** A registration that is lived only when somebody asks: what stands outside a test is a plan. */
export class Life {
  #lived: { life: living.LiveRegistration; generation: number } | undefined

  constructor(private readonly live: () => living.LiveRegistration) {}

  private get lived(): living.LiveRegistration {
    if (this.#lived?.generation !== generation) this.#lived = { life: this.live(), generation }
    return this.#lived.life
  }

  /** What the last event brought about. */
  get decision(): Decision {
    return this.lived.decision
  }
  /** When it happened; what follows happens at the same instant unless told otherwise. */
  get at(): string {
    return this.lived.at
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

  /** What the last event brought about, of one type. */
  facts<T extends FactType>(type: T): Extract<Fact, { type: T }>[] {
    return this.decision.facts.filter((fact) => fact.type === type) as Extract<Fact, { type: T }>[]
  }

  /** What would become of an event. */
  tries<T extends EventType>(happening: Happening<T>, at?: string): Decision {
    return living.sendDraft(this.lived, drafted(happening), at).decision
  }

  /** @throws if the event is refused, when the life is lived */
  send<T extends EventType>(happening: Happening<T>, when?: string): Life {
    return new Life(() => living.sendAccepted(this.lived, drafted(happening), when))
  }

  /** Lets time pass until a deadline. */
  until(name: DeadlineName): Life {
    return new Life(() => living.passUntil(this.lived, name))
  }

  /** Publishes the marks: every subject just passed, but for the `changes`. */
  publish(changes: Record<string, number> = {}, when?: string): Life {
    const marks = () => passingMarks(this.snapshot, changes)
    return this.send({ type: 'marks.publish', marks }, when)
  }

  /** Goes on by the plain path to a state. What nobody has to wait for happens at once. */
  to(state: string): Life {
    return new Life(() => living.leadTo(this.lived, state))
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
  return new Life(() => living.openLive({ ...input, ...(history && { history }) }))
}

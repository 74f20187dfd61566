import type { StatePath } from '../machine/states'
import { isInside } from '../machine/states'
import type { AdoptedLine, AdoptedPayment } from './adoptedLine'
import type { NamedStates } from './namedStates'

/** The stages in the order of a candidate's path. */
const stages = [
  'account',
  'verifying',
  'filling',
  'declaring',
  'paying',
  'registered',
  'marking',
  'notPassed',
  'qualifying',
  'certified',
] as const
type Stage = (typeof stages)[number]

/** The state of a line, and what it says about the way there. */
export class AdoptionGoal {
  constructor(
    readonly line: AdoptedLine,
    private readonly states: NamedStates,
    /** Whether the fee that is owed back for a cancelled exam or a termination was paid before. */
    private readonly paidBefore: boolean,
  ) {}

  /** Whether the line's state is this one or inside it. */
  is(path: StatePath): boolean {
    return this.states.some((all) => all.some((one) => isInside(one, path)))
  }

  /** Whether the line's state includes every state in which a registration is. */
  isReached(isIn: (path: StatePath) => boolean): boolean {
    return this.states.some((all) => all.every(isIn))
  }

  /** Whether the candidate's path to the state leads through this stage to a later one. */
  isBeyond(stage: Stage): boolean {
    const last = this.lastStage
    return last !== undefined && stages.indexOf(stage) < stages.indexOf(last)
  }

  /** Whether a registration that has ended since is as far as the line goes. */
  hasArrived(isIn: (path: StatePath) => boolean): boolean {
    const last = this.lastStage
    return last !== undefined && stages.some((stage, i) => i >= stages.indexOf(last) && isIn(stage))
  }

  /** The last stage before the end; that of the state itself if the registration has not ended. */
  get lastStage(): Stage | undefined {
    const { line } = this
    if (this.is('ended.revoked')) return 'certified'
    if (this.is('ended.notPassed')) return 'notPassed'
    if (this.is('ended.scoresVoided') || this.hasMarks) return 'marking'
    if (this.is('ended')) return this.hasPaid ? 'registered' : this.lastBeforePayment
    return stages.find((stage) => this.is(stage) && !(stage === 'notPassed' && line.marks === undefined))
  }

  private get hasMarks(): boolean {
    return this.is('ended') && Object.keys(this.line.marks ?? {}).length > 0
  }

  /** Whether the request for mail comes before the certificate is sent out. */
  get mailsEarly(): boolean {
    return (
      this.is('qualifying') ||
      this.states.some((all) => all.includes('certified')) ||
      this.is('certified.paper.printing')
    )
  }

  /** The payment that completed the registration; `undefined` if there is none. */
  get payment(): AdoptedPayment | undefined {
    const { payments = [], endedBy } = this.line
    const counting = payments.find(({ refund }) => refund === undefined)
    // A cancellation and a termination can owe the fee back.
    const owesFee = endedBy === 'examCancelled' || endedBy === 'terminated'
    return counting ?? (owesFee && this.paidBefore ? payments[0] : undefined)
  }

  /** Whether the fee of an ended registration was paid before. */
  private get hasPaid(): boolean {
    return !this.is('ended.abandoned') && this.payment !== undefined
  }

  /** The stage in which an unpaid registration ended, by why it ended and what the line knows of it. */
  private get lastBeforePayment(): Stage {
    const { endedBy, level, route, education, instants = {}, payments = [] } = this.line
    const closed = endedBy === 'registrationClosed' || endedBy?.startsWith('proof')
    if (endedBy === 'unpaid' || (this.signed && !closed)) return 'paying'
    if (endedBy === undefined && this.is('ended.abandoned') && payments.length > 0) return 'paying'
    if (this.signed || endedBy?.startsWith('proof') || instants['application.confirm']) return 'declaring'
    if (route !== undefined || level !== undefined) return 'filling'
    return education === undefined ? 'account' : 'verifying'
  }

  /** Whether the line says that the declaration was made. */
  private get signed(): boolean {
    const { instants = {} } = this.line
    if (instants['commitment.withdraw'] !== undefined) return instants['proof.approve'] !== undefined
    return (
      instants['commitment.sign'] !== undefined ||
      instants['proof.approve'] !== undefined ||
      instants['evidence.upload'] !== undefined
    )
  }
}

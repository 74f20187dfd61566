import type { EndingParams } from '../actions'
import type { EndingReason } from '../model/ending'
import type { registrationSetup } from './setup'
import { refuse } from './transitions'

/**
 * Completes the states: every transition of an event or a deadline begins with `remember`, unless it refuses, and a
 * state with deadlines gets the transitions that restart its timers. The executed machine has them, but the source of
 * its states does not show them. With those that `transitions.ts` generates, they are, by `npm run transitions`:
 *
 *     333 transitions, all but those that refuse: remember is their first action
 *     27 states with deadlines: clock.advance and an amendable notice.amend re-enter them
 *       account.agreement, account.profile, account.photo, verifying, filling.application, filling.route
 *       filling.confirmation, declaring.commitment, declaring.evidence, declaring.proof.uploading
 *       declaring.proof.reviewing, paying.awaiting, paying.reconciling, registered.waiting, registered.admitCard
 *       registered.seated, marking.awaited, marking.published, notPassed.open, notPassed.underReview
 *       qualifying.check.notRequired, qualifying.check.unreviewed, qualifying.check.rejected
 *       qualifying.check.approved, qualifying.publicNotice.open, qualifying.publicNotice.closed
 *       certified.paper.printing
 *     25 of these: notice.amend is refused by notice.sense; the others are second regions
 *       qualifying.publicNotice.open, qualifying.publicNotice.closed
 *     32 event types: refused by event.not-now wherever no state has a transition for them
 *       agreement.accept, profile.submit, education.amend, identity.assert, application.confirm, commitment.sign
 *       evidence.upload, proof.approve, proof.reject, payment.notFound, spotCheck.demand, marks.publish, marks.correct
 *       scoreReview.decide, postCheck.approve, postCheck.reject, postCheck.resubmit, publicNotice.open
 *       complaint.receive, complaint.dismiss, certificate.requestMail, certificate.withdrawMail, certificate.issue
 *       certificate.amend, certificate.dispatch, certificate.deliver, certificate.return, certificate.reportLost
 *       certificate.requestReissue, certificate.reissue, certificate.refuseReissue, misconduct.record
 *     52 event types: refused by registration.ended in ended, all but these
 *       payment.settle, refund.settle, refund.fail, finding.record, history.amend, notice.amend, clock.advance
 */

type Action = string | { type: string; params?: object }
type Transition = { guard?: string; target?: string; reenter?: boolean; actions?: Action | Action[] }
type Transitions = Transition | Transition[]
type StateWithTimers = {
  id?: string
  type?: string
  on?: Record<string, Transitions>
  after?: Record<string, Transitions>
  states?: Record<string, StateWithTimers>
}

const asList = <T>(one: T | T[] | undefined): T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one]

const isRefusal = (action: Action): boolean => typeof action === 'object' && action.type === 'event.refused'

/** Why a transition to a state inside `ended` ends the registration. */
function endingOf(state: string, actions: Action[]): EndingReason {
  const named = (type: string) =>
    actions.find((action) => (typeof action === 'string' ? action : action.type) === type)
  if (state === 'cancelled') return named('registration.terminated') ? 'terminated' : 'examCancelled'
  const abandoned = named('registration.abandoned') as { params: { reason: EndingReason } } | undefined
  return abandoned?.params.reason ?? (state as EndingReason)
}

/** The `remember` of a transition: it keeps why the registration ends, and clears it if the registration continues. */
function rememberFor({ target = '', actions }: Transition, isEnded: boolean): Action {
  if (target.startsWith('#ended.') || (isEnded && /^\w/.test(target))) {
    const state = target.replace('#ended.', '')
    return { type: 'remember', params: { endedBy: endingOf(state, asList(actions)) } satisfies EndingParams }
  }
  return isEnded && target !== '' ? { type: 'remember', params: {} satisfies EndingParams } : 'remember'
}

/** Puts `remember` in front of the actions of every transition that does not refuse. */
function withRemember(transitions: Transitions, isEnded: boolean): Transition[] {
  return asList(transitions).map((transition) => {
    const actions = asList(transition.actions)
    return actions.some(isRefusal)
      ? transition
      : { ...transition, actions: [rememberFor(transition, isEnded), ...actions] }
  })
}

/** @param isEnded whether the transitions are those of an ended registration */
const rememberAll = (on: Record<string, Transitions>, isEnded = false): Record<string, Transition[]> =>
  Object.fromEntries(Object.entries(on).map(([name, list]) => [name, withRemember(list, isEnded)]))

/**
 * Adds the transitions that a state with deadlines needs. XState computes a delay on entry of the state and does not
 * restart it after a restore, so each accepted `notice.amend` and each `clock.advance` re-enters the state.
 */
function withRearming(
  path: string,
  own: Record<string, Transitions>,
  refusing: boolean,
): Record<string, Transitions> {
  const reenter = { target: `#${path}`, reenter: true }
  return {
    ...own,
    'clock.advance': reenter,
    'notice.amend': [
      ...(refusing ? refuse('notice.sense') : []),
      ...asList(own['notice.amend']),
      { guard: 'amendable', ...reenter, actions: 'refund.due' },
    ],
  }
}

/** @param refusing whether the state refuses amendments by `notice.sense`: of parallel regions only the first does */
function addTimers(state: StateWithTimers, path: string, refusing = true): StateWithTimers {
  const isEnded = path.split('.')[0] === 'ended'
  const on = state.after === undefined ? state.on : withRearming(path, state.on ?? {}, refusing)
  return {
    ...state,
    ...(on && { on: rememberAll(on, isEnded) }),
    ...(state.after && { after: rememberAll(state.after) }),
    ...(state.states && {
      states: Object.fromEntries(
        Object.entries(state.states).map(([key, child], i) => [
          key,
          addTimers(child, `${path}.${key}`, refusing && (state.type !== 'parallel' || i === 0)),
        ]),
      ),
    }),
  }
}

type StageConfig = Parameters<ReturnType<typeof registrationSetup>['createStateConfig']>[0]

/**
 * A stage of the machine. In the source of a state with deadlines, `notice.amend` lists only its own branches.
 *
 * @param id the name of the stage, which transitions of other stages use in their targets (`#paying.awaiting`)
 */
export const stage = <const Config extends StageConfig>(id: string, config: Config): Config => ({
  id,
  ...config,
})

/**
 * Completes the stages of the machine: every transition of an event or a deadline begins with `remember`, unless it
 * refuses, and states with deadlines restart their timers.
 */
export function withTimers<const Stages extends Record<string, StageConfig>>(stages: Stages): Stages {
  return Object.fromEntries(
    Object.entries(stages).map(([id, state]) => [id, addTimers(state as StateWithTimers, id)]),
  ) as unknown as Stages
}

type RootConfig = NonNullable<StageConfig['on']>

/** Types the transitions of a stage's events for every state that has none of its own for them. */
export const anywhere = <const Config extends RootConfig>(on: Config): Config => on

/** Completes the transitions of the root of the machine: those that do not refuse begin with `remember`. */
export function rootTransitions<const Config extends RootConfig>(on: Config): Config {
  return rememberAll(on as unknown as Record<string, Transition[]>) as unknown as Config
}

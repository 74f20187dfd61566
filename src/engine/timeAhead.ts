import type { Context } from '../model/context'
import { type DeadlineName, instants, openings } from '../model/instants'
import { lazy } from '../schema/primitives'
import type { Millis } from '../time'
import type { Engine } from './engine'
import { Evaluator, type StateAndContext } from './evaluator'
import { Run } from './run'
import type { Snapshot } from './snapshot'
import type { ActiveStates } from './stateTree'

/** What the time alone changes in a registration. */

/**
 * The instants at which the time alone can change what is possible. While a spot check is open, the machine does not
 * wait for the end of the score review, but requests still close then.
 */
export const turningInstants = {
  ...instants,
  'scoreReview.closes': ({ scoreReviewCloses }: Context) => scoreReviewCloses,
  ...openings,
}
export type TurningInstant = keyof typeof turningInstants
export const turningNames = Object.keys(turningInstants) as TurningInstant[]

/** The next of these instants, even if the current state does not wait for it. */
function nextInstant(context: Context, from: Millis): Millis | undefined {
  let first: Millis | undefined
  for (const name of turningNames) {
    const at = turningInstants[name](context, from)
    if (at !== undefined && at > from && (first === undefined || at < first)) first = at
  }
  return first
}

/** An instant, with what is possible around it. */
export type Passage = {
  at: Millis
  /** The deadline that fired; `undefined` if the machine was not waiting for one. */
  fired: DeadlineName | undefined
  /** The context before it. */
  before: Context
  after: () => Evaluator
  /** Just before it. */
  justBefore: () => Evaluator
  /** At the instant, if no deadline had fired. */
  unmoved: () => Evaluator
}

/** Advances the run without events, from one instant to the next. */
function* passTime(engine: Engine, run: Run, from: Millis): Generator<Passage, undefined> {
  for (
    let at = nextInstant(run.state.context, from);
    at !== undefined;
    at = nextInstant(run.state.context, at)
  ) {
    const [instant, before, count] = [at, run.state, run.fired.length]
    run.fireDue(instant)
    const moved = run.state
    yield {
      at: instant,
      fired: run.fired[count]?.name,
      before: before.context,
      after: lazy(() => new Evaluator(engine, moved, instant)),
      justBefore: lazy(() => new Evaluator(engine, before, instant - 1)),
      unmoved: lazy(() => new Evaluator(engine, before, instant)),
    }
  }
  return undefined
}

/** The instants ahead of a registration if no event comes, computed as far as a caller goes through them. */
export class TimeAhead {
  /** The state and context now, when every deadline due has fired. */
  readonly start: StateAndContext
  /** Evaluates events now. */
  readonly now: Evaluator
  private readonly passed: Passage[] = []
  private readonly rest: Generator<Passage, undefined>

  constructor(engine: Engine, snapshot: Snapshot, at: Millis, active: ActiveStates) {
    const run = new Run(engine, engine.stepper.stateOf(snapshot, active), false, active)
    run.fireDue(at)
    this.start = run.state
    this.now = new Evaluator(engine, run.state, at)
    this.rest = passTime(engine, run, at)
  }

  *passages(): Generator<Passage, undefined> {
    for (let i = 0; ; i += 1) {
      const known = this.passed[i] ?? this.rest.next().value
      if (known === undefined) return undefined
      this.passed[i] = known
      yield known
    }
  }
}

/** What the time alone changes in a registration from an instant on; `undefined` if its snapshot is not valid. */
export function timeAheadOf(engine: Engine, snapshot: Snapshot, at: Millis): TimeAhead | undefined {
  const active = engine.activeIn(snapshot)
  if (active === undefined) return undefined
  return engine.once(snapshot, `ahead ${at}`, () => new TimeAhead(engine, snapshot, at, active))
}

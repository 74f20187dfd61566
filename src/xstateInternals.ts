import type { AnyActorScope, AnyStateNode } from 'xstate'

/**
 * Everything that the library reads of XState beside its documented functions. A new version may change it without a
 * word: `npm run canary` tries the newest versions, and `test/internals.test.ts` says what changed.
 */

const delayed = 'xstate.after.'

/** What follows the prefix of the event that XState sends for an `after`: its name and the state, `NAME.PATH`. */
export const delayedBy = (eventType: string): string | undefined =>
  eventType.startsWith(delayed) ? eventType.slice(delayed.length) : undefined

/** A transition as XState resolves it. Guards and actions of this library have names. */
export type ResolvedTransition = {
  readonly guard?: unknown
  readonly target?: readonly unknown[]
  readonly reenter: boolean
  readonly actions: readonly (string | { type: string })[]
}

type Transitions = readonly ResolvedTransition[]

/** The transitions of a state by event type, in the order of checking. They include those of `after`. */
export const transitionsByEvent = (node: AnyStateNode): Readonly<Record<string, Transitions | undefined>> =>
  node.on as unknown as Record<string, Transitions>

/** The transitions of a state that need no event. */
export const eventlessTransitions = (node: AnyStateNode): Transitions =>
  (node.always ?? []) as unknown as Transitions

/** The state in which a state with inner states begins. */
export const initialOf = (node: AnyStateNode): AnyStateNode | undefined =>
  node.type === 'compound' ? (node.initial.target as AnyStateNode[])[0] : undefined

/** The types of the events that XState sends for the `after` of a state, by the name of the delay. */
export const delayedEvents = (node: AnyStateNode): ReadonlyMap<string, string> =>
  new Map(node.after.map(({ delay, eventType }) => [String(delay), eventType]))

/** An action that XState wants executed. */
export type ExecutedAction = { type: string; params: unknown }

/**
 * The scope that the steps of a machine need. XState's `transition()` creates an actor on every call for it; a machine
 * that starts no actors can use one that is never started for all calls. XState calls `onAction` for every action
 * without an implementation at its turn, before it looks for transitions that need no event.
 */
export const scopeOf = (self: AnyActorScope['self'], onAction: (action: ExecutedAction) => void) => {
  const nothing = () => {}
  return {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: (action: unknown) => onAction(action as ExecutedAction),
  } as AnyActorScope
}

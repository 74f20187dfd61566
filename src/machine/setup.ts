import { emit, enqueueActions, setup } from 'xstate'
import { type EndingParams, effectOf, emitsOnly, remember } from '../actions'
import type { Params } from '../actions/action'
import type { RegistrationEvent } from '../events'
import { type Fact, type FactType, factTypes } from '../facts'
import type { LocalizedText } from '../language'
import type { Cite } from '../model/citations'
import type { Context } from '../model/context'
import { type DeadlineName, deadlineNames, instants } from '../model/instants'
import type { OpenInput } from '../model/opening'
import { type GuardId, guardsOf, type RefusalId, rules } from '../rules'
import { lazy } from '../schema/primitives'
import { never } from '../time'

/** Emitted by an actor when a rule refuses an event; `decide` returns it as `refusal` instead. */
export type RefusedEvent = { type: 'event.refused'; rule: RefusalId }

/** The tag of a state: who acts next, or that the registration has ended. */
export type Tag = 'candidateActs' | 'officeActs' | 'outsideActs' | 'clockActs' | 'ended'

/** The `meta` of each state: its title, and the sections of the official text that it is based on. */
export type StateMeta = { title: LocalizedText; cites: readonly Cite[] }

type Emitted = Fact | RefusedEvent

/** Creates the action of a fact: it changes the context, then emits the fact. */
function factAction(type: FactType) {
  if (emitsOnly(type)) {
    return emit<Context, RegistrationEvent, Params | undefined, RegistrationEvent, Emitted>(
      ({ context, event }, params) => effectOf(type, context, event, params).emitted[0] as Fact,
    )
  }
  return enqueueActions<
    Context,
    RegistrationEvent,
    Params | undefined,
    RegistrationEvent,
    never,
    never,
    never,
    never,
    Emitted
  >(({ context, event, enqueue }, params) => {
    const { change, emitted } = effectOf(type, context, event, params)
    if (change !== undefined) enqueue.assign(change)
    for (const fact of emitted) enqueue.emit(fact)
  })
}

/** The setup of the machine: guards, delays and actions by name, so that its configuration contains no functions. */
export const registrationSetup = lazy(() => {
  const base = setup({
    types: {
      context: {} as Context,
      events: {} as RegistrationEvent,
      emitted: {} as Emitted,
      input: {} as OpenInput | undefined,
      tags: {} as Tag,
      meta: {} as StateMeta,
    },
    actions: Object.fromEntries(factTypes.map((type) => [type, factAction(type)])) as unknown as {
      [K in FactType]: ReturnType<typeof factAction>
    },
    guards: guardsOf(rules) as {
      [K in GuardId]: (args: { context: Context; event: RegistrationEvent }) => boolean
    },
    delays: Object.fromEntries(
      deadlineNames.map((name) => [
        name,
        // XState fires a missing or infinite delay at once, so a deadline without an instant gets one far in the future.
        ({ context }: { context: Context }) => Math.max(0, (instants[name](context) ?? never) - context.at),
      ]),
    ) as Record<DeadlineName, ({ context }: { context: Context }) => number>,
  })
  return base.extend({
    actions: {
      remember: base.assign(({ context, event }, ending: EndingParams | undefined) =>
        remember(context, event, ending),
      ),
      'event.refused': emit<Context, RegistrationEvent, { rule: RefusalId }, RegistrationEvent, RefusedEvent>(
        (_, { rule }) => ({
          type: 'event.refused',
          rule,
        }),
      ),
    },
  })
})

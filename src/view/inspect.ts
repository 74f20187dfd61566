import type { Actor, AnyEventObject } from 'xstate'
import { isEventType } from '../events'
import { registrationMachine } from '../machine'
import { splitPersonalData } from '../persistence/splitPersonalData'
import { fullConfig, outline } from './outline'

/** A message as the Stately inspector reads it: the actor with its definition, an event, or a snapshot. */
export type InspectionMessage = {
  readonly type: '@xstate.actor' | '@xstate.event' | '@xstate.snapshot'
  readonly sessionId: string
  readonly [field: string]: unknown
}

/** How a registration is inspected. */
export type InspectOptions = {
  /** Takes the messages; unless given, a page takes them that only this machine can open. Node only. */
  send?: (message: InspectionMessage) => void
  /** The port of that page; any free one unless given. */
  port?: number
  /** Show every arrow of the machine, where otherwise the outline is shown. */
  all?: boolean
}

/** An inspection that goes on until it is stopped. */
export type Inspection = {
  /** Where the page is; none where `send` takes the messages. */
  readonly url?: string
  /** Ends the inspection, and closes the page. */
  stop(): Promise<void>
}

type Shown = { status: 'active' | 'done' | 'error' | 'stopped'; value?: unknown; context?: unknown }

/** By default the inspector cuts a definition off at a depth that the arrows of inner states lie below. */
const serializationDepthLimit = 32

/** What is personal stays here; of what is no event of the catalogue only the type is shown. */
function shownEvent(event: AnyEventObject): AnyEventObject {
  const kept = isEventType(event.type) ? splitPersonalData(event).event : null
  return (kept as AnyEventObject | null) ?? { type: event.type }
}

function shownSnapshot(snapshot: unknown): Shown {
  const { status, value, context } = snapshot as Shown
  return { status, value, context }
}

/**
 * Shows a live registration in the Stately inspector: the outline of the machine with the rule names on its arrows, each
 * event without what is personal in it, and each snapshot. Needs the package `@statelyai/inspect`, and `ws` for the page.
 *
 * Messages are made while the events happen: the package's own observer waits for an idle moment, and may then tell of a
 * later snapshot.
 *
 * @param actor an actor of `registrationMachine`, best before it is started: what happened earlier is not shown
 */
export async function inspectRegistration(
  actor: Actor<typeof registrationMachine>,
  { send, port = 0, all = false }: InspectOptions = {},
): Promise<Inspection> {
  const { createInspector } = await import('@statelyai/inspect')
  const page = send === undefined ? await (await import('./inspectorPage')).openPage(port) : undefined
  const take = send ?? page?.send
  const { sessionId } = actor
  const inspector = createInspector(
    { send: (message) => take?.(JSON.parse(JSON.stringify({ ...message, rootId: sessionId }))) },
    { serializationDepthLimit },
  )
  // A definition that is given with the id alone would be dropped.
  const config = (all ? fullConfig : outline)(registrationMachine)
  inspector.actor({ sessionId, logic: { config } } as never, shownSnapshot(actor.getSnapshot()))
  const watching = actor.system.inspect((seen) => {
    if (seen.actorRef.sessionId !== sessionId) return
    if (seen.type === '@xstate.event') {
      inspector.event(sessionId, shownEvent(seen.event), {
        ...(seen.sourceRef && { source: seen.sourceRef.sessionId }),
      })
    } else if (seen.type === '@xstate.snapshot') {
      inspector.snapshot(sessionId, shownSnapshot(seen.snapshot), { event: shownEvent(seen.event) })
    }
  })
  return {
    ...(page && { url: page.url }),
    async stop() {
      watching.unsubscribe()
      await page?.close()
    },
  }
}

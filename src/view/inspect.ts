import type { Actor, AnyEventObject } from 'xstate'
import { isEventType } from '../events'
import { registrationMachine } from '../machine'
import { splitPersonalData } from '../persistence/splitPersonalData'
import { fullConfig, outline } from './outline'

/** A message in the format of the Stately inspector: the actor with its definition, an event, or a snapshot. */
export type InspectionMessage = {
  readonly type: '@xstate.actor' | '@xstate.event' | '@xstate.snapshot'
  readonly sessionId: string
  readonly [field: string]: unknown
}

/** Options of an inspection. */
export type InspectOptions = {
  /** Receives the messages; by default a local page on 127.0.0.1 shows them (Node only). */
  send?: (message: InspectionMessage) => void
  /** The port of the local page; any free port by default. */
  port?: number
  /** Whether to show every transition of the machine; by default the outline, with refusals folded. */
  all?: boolean
}

/** A running inspection. */
export type Inspection = {
  /** The address of the local page; absent if `send` was given. */
  readonly url?: string
  /** Ends the inspection and closes the page. */
  stop(): Promise<void>
}

type InspectedSnapshot = {
  status: 'active' | 'done' | 'error' | 'stopped'
  value?: unknown
  context?: unknown
}

/** The inspector's default depth cuts off the transitions of nested states. */
const serializationDepthLimit = 32

/** The event without personal data; for an event that is not in the catalogue, only its type. */
function inspectedEvent(event: AnyEventObject): AnyEventObject {
  const impersonal = isEventType(event.type) ? splitPersonalData(event).event : null
  return (impersonal as AnyEventObject | null) ?? { type: event.type }
}

function inspectedSnapshot(snapshot: unknown): InspectedSnapshot {
  const { status, value, context } = snapshot as InspectedSnapshot
  return { status, value, context }
}

/**
 * Shows a running actor in the Stately inspector: the outline of the machine with rule ids on its transitions, every
 * event without personal data, and every snapshot. Requires the package `@statelyai/inspect`, and `ws` for the page.
 *
 * Messages are created synchronously: the package's own observer waits until the process is idle, and may then report a
 * later snapshot.
 *
 * @param actor an actor of `registrationMachine`; start it afterwards, since earlier events are not shown
 */
export async function inspectRegistration(
  actor: Actor<typeof registrationMachine>,
  { send, port = 0, all = false }: InspectOptions = {},
): Promise<Inspection> {
  const { createInspector } = await import('@statelyai/inspect')
  const page =
    send === undefined ? await (await import('./inspectorPage')).openInspectorPage(port) : undefined
  const deliver = send ?? page?.send
  const { sessionId } = actor
  const inspector = createInspector(
    { send: (message) => deliver?.(JSON.parse(JSON.stringify({ ...message, rootId: sessionId }))) },
    { serializationDepthLimit },
  )
  // The package reads the definition from `logic.config`; with only a session id it sends none.
  const config = (all ? fullConfig : outline)(registrationMachine)
  inspector.actor({ sessionId, logic: { config } } as never, inspectedSnapshot(actor.getSnapshot()))
  const subscription = actor.system.inspect((inspected) => {
    if (inspected.actorRef.sessionId !== sessionId) return
    if (inspected.type === '@xstate.event') {
      inspector.event(sessionId, inspectedEvent(inspected.event), {
        ...(inspected.sourceRef && { source: inspected.sourceRef.sessionId }),
      })
    } else if (inspected.type === '@xstate.snapshot') {
      inspector.snapshot(sessionId, inspectedSnapshot(inspected.snapshot), {
        event: inspectedEvent(inspected.event),
      })
    }
  })
  return {
    ...(page && { url: page.url }),
    async stop() {
      subscription.unsubscribe()
      await page?.close()
    },
  }
}

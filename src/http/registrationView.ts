import type { Snapshot } from '../engine/snapshot'
import { pathsAround, statePaths } from '../machine/states'
import { orderNumber, refundNumber } from '../model/orders'
import type { CurrentRegistration } from '../postgres'
import type { Registrations } from '../registrations/registrations'
import { omitUndefined } from '../schema/primitives'
import { tasks } from '../tasks'
import { formatInstant, type Millis } from '../time'

/** A registration as it is answered: with instants in ISO 8601, and the numbers of orders and refunds. */

const instantOf = (at: Millis | undefined): string | undefined =>
  at === undefined ? undefined : formatInstant(at)

/** The tags of the active states, which say who acts. */
function tagsOf(registrations: Registrations, { value }: Snapshot): string[] {
  const { machine } = registrations
  const paths = [...new Set(statePaths(value).flatMap(pathsAround))]
  const tags = paths.flatMap((path) => machine.getStateNodeById(`${machine.id}.${path}`).tags as string[])
  return [...new Set(tags)]
}

/** What the machine knows of a registration, without the terms of its notice. */
function heldOf({ context }: Snapshot): Record<string, unknown> {
  const {
    application,
    route,
    marks,
    misconduct,
    identical,
    credits,
    records,
    endedBy,
    certificateNo,
    paper,
  } = context
  return omitUndefined({
    application,
    route,
    signedAt: instantOf(context.signedAt),
    orders: context.orders.map(({ amountFen, state, transactionId }, index) =>
      omitUndefined({ orderNo: orderNumber(context, index), amountFen, state, transactionId }),
    ),
    refunds: context.refunds.map(({ orderNo, transactionId, amountFen, reason, dueAt, settled }, index) => ({
      refundId: refundNumber(context, index),
      ...{ orderNo, transactionId, amountFen, reason },
      dueAt: formatInstant(dueAt),
      settled: settled === true,
    })),
    claimedAt: instantOf(context.claim),
    marks,
    misconduct,
    identical,
    credits,
    corrections: context.corrections?.map(({ id, fields }) => ({ id, fields })),
    records,
    certificateNo,
    paper,
    endedBy,
  })
}

/** The answer of `GET /registrations/{id}`. */
export function registrationView(
  registrations: Registrations,
  { registrationId, candidateId, snapshot, state, revision, nextDue, now }: CurrentRegistration,
): Record<string, unknown> {
  const { terms, at } = snapshot.context
  const titles: Readonly<Record<string, unknown>> = registrations.titles.states
  return {
    registrationId,
    candidateId,
    exam: terms.exam,
    examYear: terms.year,
    notice: terms.notice,
    places: terms.places,
    state,
    titles: statePaths(snapshot.value).map((path) => titles[path]),
    tags: tagsOf(registrations, snapshot),
    tasks: tasks(snapshot),
    revision,
    at: formatInstant(at),
    now,
    ...(nextDue !== undefined && { nextDue }),
    deadlines: registrations.deadlines(snapshot),
    ...(snapshot.law && { law: snapshot.law }),
    ...heldOf(snapshot),
  }
}

import type { Invariants } from './check'
import type { Answered } from './history'
import { named, place, places, said } from './words'
import { type Call, type Entry, isKept, type World } from './world'

/** Decisions: what was answered is in the log, and nothing else. */

/** Refusals by the store itself, which it does not record. */
const unrecorded = new Set([
  'registration.unknown',
  'registration.id-in-use',
  'registration.changed',
  'event.key-reused',
  'clock.ahead',
  'event.malformed',
  'event.unknown',
  'actor.personal-act',
  'actor.role',
  'snapshot.malformed',
  'snapshot.law',
  'internal.defect',
])

/** Whether a decision makes an entry in the log. A refused opening and what a stranger sends do not. */
export const isRecorded = ({ what }: Call, { accepted, rule }: Answered): boolean =>
  what !== 'get' && (accepted || (what !== 'open' && !unrecorded.has(rule ?? '')))

/** The entry of a registration with a revision. */
export const entryAt = ({ registrations }: World, id: string, revision: number | undefined) =>
  revision === undefined ? undefined : registrations.get(id)?.entries[revision - 1]

/** JSON with sorted names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
}

/** @returns how the content of an entry differs from the answer; a repeat has the snapshot of a later state */
export function differs(entry: Entry, answer: Answered): string | undefined {
  if (entry.accepted !== answer.accepted || (entry.rule ?? undefined) !== answer.rule)
    return `is ${entry.accepted ? 'accepted' : `refused by ${entry.rule}`}`
  if (JSON.stringify(entry.fired) !== JSON.stringify(answer.fired))
    return `fired ${JSON.stringify(entry.fired)} instead of ${JSON.stringify(answer.fired)}`
  if (JSON.stringify(entry.facts) !== JSON.stringify(answer.facts))
    return `emitted ${JSON.stringify(entry.facts)} instead of ${JSON.stringify(answer.facts)}`
  return answer.repeated || entry.digest === answer.snapshot ? undefined : 'leads to another snapshot'
}

/** The event or the opening as given, without what the store adds: its time, and the caller's `meta`. */
function given(
  { what, event, opening }: Call,
  logged: Record<string, unknown>,
): [given: string, logged: string] {
  const { meta: _, ...ofLog } = logged
  if (opening !== undefined) {
    const { exam: __, notice: ___, history: ____, ...rest } = opening
    const ofStore = new Set(['exam', 'notice', 'history', 'at', 'known', 'amendments'])
    const own = Object.fromEntries(Object.entries(ofLog).filter(([field]) => !ofStore.has(field)))
    return [canonical(rest), canonical(own)]
  }
  const { meta: __, ...sent } = event ?? { type: '' }
  // An amendment happens at its instant, or at that of the registration's last event.
  if (what === 'sendToNotice' && String(ofLog.at) >= String(sent.at)) sent.at = ofLog.at as string
  return [canonical(sent.at === undefined ? { ...sent, at: ofLog.at } : sent), canonical(ofLog)]
}

/** Whether the store has sent the event itself; an amendment also at the opening, or after a call that was interrupted. */
const isOwn = ({ event: { by }, type, key }: Entry): boolean =>
  (key?.startsWith('baokao:notice ') && ['notice.amend', 'exam.cancel'].includes(type)) ||
  ((by as { id?: string } | undefined)?.id === 'baokao' && ['clock.advance', 'history.amend'].includes(type))

/** The entry of a decision; of an opening also the amendments of its notice up to the revision of the answer, as one. */
export function entryOf(world: World, entry: Entry, answer: Answered): Entry {
  if (entry.type !== 'open') return entry
  const { entries = [] } = world.registrations.get(entry.registration_id) ?? {}
  const all = entries.slice(0, answer.revision)
  const { digest = '', revision = 0 } = all.at(-1) ?? {}
  const facts = all.flatMap((one) => one.facts)
  return { ...entry, digest, revision, facts, fired: all.flatMap((one) => one.fired) }
}

export const decisionInvariants: Invariants = {
  'an answered decision is in the log once, with that content'(world, expect) {
    for (const call of world.calls.values()) {
      const entries = world.entriesOf.get(call.call) ?? []
      for (const answer of call.answers) {
        if (!isKept(call) || answer.repeated || !isRecorded(call, answer)) continue
        const own = entries.filter((entry) => entry.registration_id === answer.id)
        const entry = own[0] && entryOf(world, own[0], answer)
        const difference = entry && differs(entry, answer)
        expect(
          own.length === 1 && difference === undefined && entry?.revision === answer.revision,
          () =>
            `${named(call)} was answered ${said(answer)}, and is ` +
            (entry === undefined
              ? 'not in the log'
              : own.length > 1
                ? `in the log ${own.length} times: ${places(own)}`
                : `logged as ${place(entry)}${difference === undefined ? '' : `, which ${difference}`}`),
        )
      }
    }
  },

  'the log has the event that was sent, under its key'(world, expect) {
    for (const call of world.calls.values()) {
      for (const entry of world.entriesOf.get(call.call) ?? []) {
        const [sent, logged] = given(call, entry.event)
        expect(sent === logged, () => `${named(call)} sent ${sent}, and ${place(entry)} has ${logged}`)
        const isFree = call.retryRefused === true && !entry.accepted
        expect(
          // The key of `sendToNotice` is the store's own.
          call.what === 'sendToNotice' || entry.key === (isFree ? null : (call.key ?? null)),
          () => `${named(call)} is logged as ${place(entry)} under ${JSON.stringify(entry.key)}`,
        )
      }
    }
  },

  'no entry of the log has another cause than one call, or the store itself'(world, expect) {
    for (const { entries } of world.registrations.values()) {
      for (const entry of entries) {
        if (entry.call === undefined) {
          expect(isOwn(entry), () => `${place(entry)} names no call`)
          continue
        }
        const call = world.calls.get(entry.call)
        const all = world.entriesOf
          .get(entry.call)
          ?.filter((one) => one.registration_id === entry.registration_id)
        expect(
          call !== undefined && (call.what === 'sendToNotice' || call.id === entry.registration_id),
          () => `${place(entry)} names call ${entry.call}, which did not send it`,
        )
        expect(
          all?.length === 1,
          () => `${call ? named(call) : entry.call} is in the log ${all?.length} times: ${places(all ?? [])}`,
        )
      }
    }
  },

  'what was refused by the store itself, or failed, is not in the log'(world, expect) {
    for (const call of world.calls.values()) {
      const entries = world.entriesOf.get(call.call) ?? []
      for (const answer of call.answers)
        if (isKept(call) && call.what !== 'get' && (answer.repeated || !isRecorded(call, answer)))
          expect(
            entries.every((entry) => entry.registration_id !== answer.id),
            () => `${named(call)} was answered ${said(answer)}, and is also logged as ${places(entries)}`,
          )
      // After these two the commit may have succeeded.
      if (call.failed !== undefined && !['unavailable', 'closed'].includes(call.failed.code))
        expect(
          call.what === 'sendToNotice' || entries.length === 0,
          () => `${named(call)} failed with ${call.failed?.code}, and is logged as ${places(entries)}`,
        )
    }
  },

  'every entry of the log is decided as decide decides it'({ registrations }, expect) {
    for (const { entries } of registrations.values())
      for (const entry of entries)
        expect(entry.wrong === undefined, () => `${place(entry)} is ${entry.wrong}`)
  },

  'an event for a notice reaches every registration that was opened before'(world, expect) {
    const opened = [...world.calls.values()].filter(({ what }) => what === 'open')
    for (const call of world.calls.values()) {
      if (call.what !== 'sendToNotice' || call.returned === undefined) continue
      const answered = new Set(call.answers.map(({ id }) => id))
      const keys = new Set((world.entriesOf.get(call.call) ?? []).map(({ key }) => key))
      for (const { id, opening, answers, transaction } of opened) {
        const known = transaction === undefined ? answers[0]?.time : transaction.ended
        const accepted = answers[0]?.accepted === true && (transaction?.kept ?? true)
        if (opening?.notice !== call.id || !accepted || known === undefined || known > call.time) continue
        const { entries = [], row } = world.registrations.get(id) ?? {}
        const [number = 1] = [...keys].map((key) => Number(key?.split(' ')[1]))
        expect(
          // It may have opened on the amended notice, or another call may have sent the same event under the same key.
          answered.has(id) ||
            (row?.amendments ?? 0) >= number ||
            entries.some(
              ({ key }) => key?.startsWith('baokao:notice ') && (keys.size === 0 || keys.has(key)),
            ),
          () => `${named(call)} did not reach ${id}, which was opened before it began`,
        )
      }
    }
  },
}

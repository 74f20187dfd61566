import type { RegistrationEvent } from '../events'
import { carryOverAfter, noCarryOver } from '../model/carryOver'
import { digestOf } from '../persistence/digest'
import { library } from '../persistence/library'
import { refuseWith } from '../persistence/refusals'
import { splitPersonalData } from '../persistence/splitPersonalData'
import { ownKeyPrefix } from '../persistence/storable'
import type { Registrations } from '../registrations/registrations'
import type { Row, Session, Statement } from './database'
import type { Replayed, ReplayStep } from './replay'
import { problems, type Report } from './tampering'
import type { CheckedEntry } from './verifyChain'

/** Compares what is stored of a registration with its log, besides its snapshot and its facts. */

/** The columns that an opening has given. */
export const openingColumns = 'r.candidate_id, r.sitting, r.kind, r.notice_id, r.amendments'

/** Checks the columns that no event changes. */
export function checkOpening(row: Row, { opening: { input, logged } }: Replayed, report: Report): void {
  const { exam, notice, kind = '' } = input
  const right = [input.registrationId, input.candidateId, exam.code, notice.examYear, notice.sitting ?? '']
  right.push(kind, notice.id, logged.amendments?.length ?? 0)
  const stored = [row.id, row.candidate_id, row.exam, Number(row.exam_year), row.sitting]
  stored.push(row.kind, row.notice_id, Number(row.amendments))
  if (right.some((value, i) => value !== stored[i])) report(problems.opening)
}

/** Whether the answer kept under a key is that of the event. What was erased of the event may have been part of it. */
function isAnswer(registrations: Registrations, entry: CheckedEntry, { before, event }: ReplayStep): boolean {
  const { answer, key, accepted, rule } = entry
  if (answer === undefined) return true
  if (key === undefined || accepted || before === null) return false
  if ((answer as { rule?: unknown } | null)?.rule !== rule) return false
  const isErased = entry.raw?.isErased ?? entry.personal === undefined
  // Another version may have other texts.
  if (entry.library !== library || (isErased && splitPersonalData(event).personal !== undefined)) return true
  const decision =
    rule === 'registration.exists'
      ? refuseWith(registrations, rule, event, before)
      : registrations.decide(before, event as RegistrationEvent)
  return !decision.accepted && digestOf(decision.refusal) === digestOf(answer)
}

/** Checks the columns of entries that their replay gives. */
export function checkEntries(
  registrations: Registrations,
  entries: readonly CheckedEntry[],
  steps: readonly ReplayStep[],
  report: Report,
): void {
  for (const entry of entries) {
    const step = steps[entry.revision - 1]
    if (step === undefined) continue
    const { facts, fired } = step
    if (entry.raw !== undefined) {
      if (entry.raw.facts !== facts.length) report(problems.fact, entry.revision)
      if (entry.raw.fired !== (fired.length === 0 ? null : JSON.stringify(fired)))
        report(problems.changed, entry.revision)
    }
    if (!isAnswer(registrations, entry, step)) report(problems.answer, entry.revision)
  }
}

/**
 * Checks what the registration carries over to the candidate's others.
 * @param carryOvers the column `carry_over` of its candidate; `null` without one
 */
export function checkCarryOver(
  id: string,
  carryOvers: unknown,
  { opening: { input, logged }, steps }: Replayed,
  report: Report,
): void {
  const facts = steps.flatMap((step) => step.facts)
  const carryOver = carryOverAfter(noCarryOver(input.exam.code, input.notice.examYear), facts)
  const right = { carryOver, ...(logged.known && { known: logged.known }) }
  if (digestOf(right) !== digestOf(carryOversIn(carryOvers).get(id))) report(problems.carryOver)
}

/** The entries of a column `carry_over`; none if it cannot be read. */
export function carryOversIn(text: unknown): Map<string, unknown> {
  try {
    return new Map(Object.entries(JSON.parse(text as string)))
  } catch {
    return new Map()
  }
}

const amendmentKey = new RegExp(`^${ownKeyPrefix}notice (\\d+) ([0-9a-f]{32})$`)

/** Checks the amendments that a registration has got, at its opening and later, against those of its notice. */
export function checkAmendments(
  digests: readonly string[],
  { opening: { logged } }: Replayed,
  entries: readonly CheckedEntry[],
  report: Report,
): void {
  const atOpening = logged.amendments ?? []
  const isOther = ({ key = '' }: CheckedEntry) => {
    const [, n, start] = amendmentKey.exec(key) ?? []
    return n !== undefined && digests[Number(n) - 1]?.startsWith(start as string) !== true
  }
  if (atOpening.some((digest, i) => digests[i] !== digest) || entries.some(isOther))
    report(problems.amendments)
}

const selectKeys: Statement = {
  name: 'baokao_verify_keys',
  text: `
select key, digest, revision, rule from baokao.archived_key where registration_id = $1 order by revision`,
}

/** Checks the keys that are kept of archived entries. */
export async function checkArchivedKeys(
  session: Session,
  id: string,
  entries: readonly CheckedEntry[],
  report: Report,
): Promise<void> {
  const kept = (await session.run(selectKeys, [id])).map(({ key, digest, revision, rule }) => [
    ...[key, digest, Number(revision), rule],
  ])
  const right = entries.flatMap(({ key = '', digest, revision, rule = null }) =>
    digest === undefined ? [] : [[key, digest, revision, rule]],
  )
  if (JSON.stringify(kept) !== JSON.stringify(right)) report(problems.archivedKey)
}

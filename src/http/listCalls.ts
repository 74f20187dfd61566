import type { CountKey, FoundRegistration, RegistrationFilter } from '../postgres'
import { read } from '../schema/issues'
import { omitUndefined } from '../schema/primitives'
import { filterOf } from './access'
import { type Answer, type Call, ok } from './call'
import { invalid } from './problem'
import { countQueryShape, listQueryShape } from './queryShapes'

/** Lists and counts. They are filtered in SQL by what the actor may see. */

type Filter = RegistrationFilter & { place?: string | undefined }

/** The filter of a query, within what the actor may see. */
function filterWithin({ actor }: Call, { place, ...wanted }: Filter): RegistrationFilter {
  const own = filterOf(actor)
  return omitUndefined({ ...wanted, ...(place !== undefined && { places: [place] }), ...own })
}

/** An item of a list. The row of a damaged registration has no snapshot. */
function itemOf(found: FoundRegistration): Record<string, unknown> {
  const { registrationId, candidateId, state, revision, tasks } = found
  const item = { registrationId, candidateId, state, revision, tasks }
  if ('damaged' in found && found.damaged) return { ...item, damaged: true }
  const { snapshot, nextDue } = found as Extract<FoundRegistration, { snapshot: object }>
  const { terms, application } = snapshot.context
  const { place, level } = application ?? {}
  return omitUndefined({
    ...item,
    exam: terms.exam,
    examYear: terms.year,
    notice: terms.notice,
    place,
    level,
    nextDue,
  })
}

/** `GET /registrations` */
export async function listRegistrations(call: Call): Promise<Answer> {
  const { data, issues } = read(listQueryShape(), Object.fromEntries(call.query))
  if (issues !== undefined) throw invalid(issues)
  const { after, limit = 100, ...wanted } = data
  const found = await call.store.find({
    ...filterWithin(call, wanted as Filter),
    ...(after !== undefined && { after }),
    limit,
  })
  const last = found.at(-1)
  return ok({
    items: found.map(itemOf),
    ...(found.length === limit && last !== undefined && { next: last.registrationId }),
  })
}

/** `GET /counts` */
export async function getCounts(call: Call): Promise<Answer> {
  const { data, issues } = read(countQueryShape(), Object.fromEntries(call.query))
  if (issues !== undefined) throw invalid(issues)
  const { by, ...wanted } = data
  const query = { ...filterWithin(call, wanted as Filter), by: by as CountKey[] }
  const counts = await call.counts.get(JSON.stringify(query), () => call.store.count(query))
  return ok({ items: counts })
}

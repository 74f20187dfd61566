import * as z from 'zod'
import { read } from '../schema/issues'
import { instantShape, lazy } from '../schema/primitives'
import { parseInstant } from '../time'
import { type Answer, type Call, ok } from './call'
import { invalid, notFound } from './problem'
import { readBodyJson } from './requestBody'

/** The body of `POST /clock`. */
export const clockShape = lazy(() => z.strictObject({ now: instantShape() }))

/** `POST /clock`: moves the clock of a demonstration, and fires what is due. */
export async function postClock({ request, store, moveClock }: Call): Promise<Answer> {
  if (moveClock === undefined) throw notFound()
  const { data, issues } = read(clockShape(), await readBodyJson(request))
  if (issues !== undefined) throw invalid(issues)
  moveClock(parseInstant(data.now))
  const fired = await store.fireDeadlines()
  return ok({ now: await store.now(), fired })
}

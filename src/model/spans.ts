import * as z from 'zod'
import { dayOrInstantShape, instantShape, lazy } from '../schema/primitives'

const startDayShape = lazy(() => z.enum(['skip', 'count']).optional())

const spanShapes = lazy(() => ({
  workingDays: z.strictObject({ workingDays: z.int().min(1).max(250), startDay: startDayShape() }),
  days: z.strictObject({ days: z.int().min(1).max(366), startDay: startDayShape() }),
  closes: z.strictObject({ closes: instantShape() }),
}))

/** The schema of a span: days or working days that begin with an event, or the instant of its end. */
export const spanShape = lazy(() => {
  const { workingDays, days, closes } = spanShapes()
  return z.union([workingDays, days, closes])
})

/**
 * The schema of direct mail (§13.1): not offered, or since when and how long it can be requested. Without `from` it has
 * begun, without a span it closes with the public notice.
 */
export const directMailShape = lazy(() => {
  const { workingDays, days, closes } = spanShapes()
  const from = { from: dayOrInstantShape().optional() }
  return z.union([
    z.literal('none'),
    workingDays.extend(from),
    days.extend(from),
    closes.extend(from),
    z.strictObject(from),
  ])
})

import * as z from 'zod'
import { idShape, lazy, notEmpty, omitUndefined } from '../schema/primitives'
import type { Application } from './application'

const markShape = lazy(() => z.number().min(0).max(10_000))
const byCodeShape = lazy(() => z.record(idShape(), markShape()).refine(...notEmpty))

/** The schema of the pass marks of a notice: of each subject a mark, or marks by level or specialty (§8). */
export const passMarksShape = lazy(() =>
  z.record(
    idShape(),
    z.union([
      markShape(),
      z
        .strictObject({ levels: byCodeShape().optional(), specialties: byCodeShape().optional() })
        .refine(...notEmpty),
    ]),
  ),
)
/** The pass marks of a notice, by subject. */
export type PassMarks = z.infer<ReturnType<typeof passMarksShape>>

/** The schema of the pass marks in the terms, in which `all` is the mark of the other levels and specialties. */
export const heldPassMarksShape = lazy(() =>
  z.record(
    idShape(),
    z.union([
      z.number(),
      z.object({
        all: z.number().optional(),
        levels: z.record(idShape(), z.number()).optional(),
        specialties: z.record(idShape(), z.number()).optional(),
      }),
    ]),
  ),
)
export type HeldPassMarks = z.infer<ReturnType<typeof heldPassMarksShape>>
type HeldPassMark = HeldPassMarks[string]

/** Returns the pass mark of a choice: of its specialty, otherwise of its level, otherwise of all. */
function passMarkFor(held: HeldPassMark, application: Application | undefined): number | undefined {
  if (typeof held === 'number') return held
  const { level = '', specialty = '' } = application ?? {}
  return held.specialties?.[specialty] ?? held.levels?.[level] ?? held.all
}

/** Returns the pass marks of an application, by subject; a subject without one for it is left out. */
export function passMarksFor(
  held: HeldPassMarks,
  application: Application | undefined,
): Record<string, number> {
  const marks = Object.entries(held).map(([subject, one]) => [subject, passMarkFor(one, application)])
  return Object.fromEntries(marks.filter(([, mark]) => mark !== undefined))
}

/**
 * Keeps the pass marks that apply to an application. The mark of a specialty stays one: a later mark of the level does
 * not replace it, and the outcome does not depend on when the notice was amended.
 */
export function narrowedPassMarks(held: HeldPassMarks, application: Application): HeldPassMarks {
  const { specialty = '' } = application
  const marks = Object.entries(passMarksFor(held, application)).map(([subject, mark]) => {
    const one = held[subject]
    const isOfSpecialty = typeof one === 'object' && one.specialties?.[specialty] !== undefined
    return [subject, isOfSpecialty ? { specialties: { [specialty]: mark } } : mark]
  })
  return Object.fromEntries(marks)
}

function merged(held: HeldPassMark | undefined, given: HeldPassMark): HeldPassMark {
  if (typeof given === 'number' || held === undefined) return given
  const before = typeof held === 'number' ? { all: held } : held
  return omitUndefined({
    all: before.all,
    levels: (before.levels || given.levels) && { ...before.levels, ...given.levels },
    specialties: (before.specialties || given.specialties) && {
      ...before.specialties,
      ...given.specialties,
    },
  })
}

/** Adds the pass marks of an amendment to those known. */
export function mergedPassMarks(held: HeldPassMarks = {}, given: PassMarks = {}): HeldPassMarks {
  const changed = Object.entries(given).map(([subject, one]) => [subject, merged(held[subject], one)])
  return { ...held, ...Object.fromEntries(changed) }
}

import type { AdoptedLine } from '../../adoption/adoptedLine'
import { type AdoptionPlan, type PlannedAdoption, planAdoption } from '../../adoption/planAdoption'
import { type CarryOver, carryOverAfter, noCarryOver } from '../../model/carryOver'
import { isEnded } from '../../persistence/derived'
import { hasRival, type Rival } from '../../persistence/propagation'
import type { AdoptList } from './adoptList'
import type { AdoptSettings } from './adoptOptions'
import type { CheckedAdoptList } from './checkAdoptList'

/** A line with its plan, or with the reasons why there is none. */
export type PlannedLine = { number: number; line: AdoptedLine } & PlannedAdoption

/** Plans the lines of one candidate, each with what those before it carry over. */
function planTogether(
  lines: readonly { number: number; line: AdoptedLine }[],
  settings: AdoptSettings,
): PlannedLine[] {
  const { exam, notice, registrations } = settings
  const carryOvers: CarryOver[] = []
  const rivals: Rival[] = []
  return lines.map(({ number, line }): PlannedLine => {
    const planned = planAdoption(line, settings, carryOvers)
    if (planned.plan === undefined) return { number, line, ...planned }
    const { facts, snapshot } = planned.plan
    carryOvers.push(carryOverAfter(noCarryOver(exam.code, notice.examYear), facts))
    const rival = {
      ...{ exam: exam.code, examYear: notice.examYear, sitting: notice.sitting ?? '', kind: line.kind ?? '' },
      ended: isEnded(snapshot),
    }
    const isSecond = !rival.ended && hasRival(rival, rivals)
    rivals.push(rival)
    if (!isSecond) return { number, line, ...planned }
    const { message, cites } = registrations.rules['registration.exists']
    return { number, line, problems: [{ field: 'candidateId', rule: 'registration.exists', cites, message }] }
  })
}

/** Plans the good lines, in the order of the file; the lines of one candidate together, in the place of the first. */
export async function* planLines(
  list: AdoptList,
  { bad, several }: CheckedAdoptList,
  settings: AdoptSettings,
): AsyncGenerator<PlannedLine[]> {
  const together = new Map<string, { number: number; line: AdoptedLine }[]>()
  for await (const { number, line } of list.lines()) {
    if (line === undefined || bad.has(number)) continue
    if (!several.has(line.candidateId)) yield planTogether([{ number, line }], settings)
    else together.set(line.candidateId, [...(together.get(line.candidateId) ?? []), { number, line }])
  }
  for (const lines of together.values()) yield planTogether(lines, settings)
}

export const hasPlan = (planned: PlannedLine): planned is PlannedLine & { plan: AdoptionPlan } =>
  planned.plan !== undefined

import fc from 'fast-check'
import { it } from 'vitest'
import { decide, open, type RegistrationEvent, type Snapshot } from '../../src'
import { planAdoption } from '../../src/adoption/planAdoption'
import { amendNotice } from '../../src/model/amendment'
import { stateLine } from '../../src/persistence/derived'
import { nationalRegistrations } from '../../src/registrations/registrations'
import { anyScenario } from '../../src/testing/arbitraries'
import { exportedLine } from '../support/exportedLine'

it('all', () => {
  const n = Number(process.env.N ?? 400)
  const counts: Record<string, number> = {}
  const examples: Record<string, string> = {}
  let okay = 0
  let t = 0
  for (const { input, events } of fc.sample(anyScenario(60), { numRuns: n, seed: 5 })) {
    let snapshot = open(input).snapshot as Snapshot
    const accepted: RegistrationEvent[] = []
    let notice = input.notice
    let voidedBy: string | undefined
    let marks: Record<string, number> | undefined
    for (const e of events) {
      if (e.type === 'notice.amend') continue
      const was = snapshot.context.marks
      const d = decide(snapshot, e)
      snapshot = d.snapshot
      for (const f of d.facts)
        if (f.type === 'registration.voided' || f.type === 'scores.voided') {
          voidedBy = f.reason
          if (f.type === 'scores.voided') marks = was
        }
      if (!d.accepted) continue
      accepted.push(e)
      if (e.type === 'notice.amend') notice = amendNotice(notice, e)
      if (e.type === 'marks.publish' && e.passMarks)
        notice = { ...notice, passMarks: { ...notice.passMarks, ...e.passMarks } }
    }
    const { line, asOf } = exportedLine(input, accepted, snapshot, {
      dated: process.env.DATED !== '0',
      voidedBy,
      marks: stateLine(snapshot) === 'ended.scoresVoided' ? marks : undefined,
    })
    const t0 = performance.now()
    const planned = planAdoption(line, {
      registrations: nationalRegistrations(),
      exam: input.exam,
      notice,
      asOf,
    })
    t += performance.now() - t0
    if (planned.plan) okay++
    else {
      const p = planned.problems[0]!
      const key = `${stateLine(snapshot)} | ${p.field} ${p.rule ?? ''} ${p.event ?? ''} ${p.rule ? '' : p.message.en.slice(0, 90)}`
      counts[key] = (counts[key] ?? 0) + 1
      examples[key] ??= accepted.map((e) => e.type).join(' ')
    }
  }
  console.log(okay, n, t / n)
  for (const [k, c] of Object.entries(counts).sort((a, b) => b[1] - a[1]))
    console.log(c, k, '\n      ', examples[k])
})

import pc from 'picocolors'
import { describe, expect, it } from 'vitest'
import { demoCommand } from '../src/cli/demoCommand'
import { explainCommand } from '../src/cli/explainCommand'
import { guideCommand } from '../src/cli/guideCommand'
import { ImportReport } from '../src/cli/import/importReport'
import { journeyCommand } from '../src/cli/journeyCommand'
import type { Style } from '../src/cli/output'
import { nationalRegistrations } from '../src/registrations/registrations'
import { event, given } from '../src/testing'
import { journeysIn } from './support/files'
import { latinWords } from './support/latinWords'
import { third } from './support/sample'

const files = journeysIn('examples/journeys').map(([path]) => path)

const style: Style = {
  lang: 'zh',
  colors: pc.createColors(false),
  registrations: nationalRegistrations(),
}

function printed(run: (print: (line: string) => void) => unknown): string[] {
  const lines: string[] = []
  run((line) => lines.push(line))
  return lines
}

describe('in Chinese there are no English codes', () => {
  it('in the report of an import', () => {
    const line = {
      line: 2,
      id: 'R1',
      event: { type: 'clock.advance', by: { role: 'clock', id: 'x' } },
      hadMarks: false,
    } as const
    const moved = { registrationId: 'R1', from: 'marking.awaited', to: 'notPassed.open', facts: [] }
    const late = given('paying').when(event.payment.settle({ amountFen: 100 })).decision
    const early = given('paying').when('admitCard.print').decision
    const text = printed((print) => {
      const report = new ImportReport({}, style, print)
      for (const decision of [late, early]) report.decision(line, { ...decision, repeated: false }, [moved])
      report.summary()
    })
    expect(text.join('\n')).toContain('应退款')
    expect(text.join('\n')).toContain('→')
    expect(latinWords(text.join('\n'))).toEqual([])
  })

  it('in the demonstration', () => {
    expect(latinWords(printed((print) => demoCommand(style, print, '2027-03-01')).join('\n'))).toEqual([])
  })

  it.each(files)('in what `journey --tell` prints of %s', (file) => {
    const lines = printed((print) => journeyCommand([file], { tell: true }, style, print))
    // The kinds of attestations are codes of the provisions.
    expect(latinWords(lines.join('\n')).filter((word) => word !== 'kind-')).toEqual([])
  })

  it.each(third(files, 1))('in what `explain` and `guide` print of %s', (file) => {
    for (const at of ['0', '1', undefined]) {
      const options = at === undefined ? {} : { at }
      expect(latinWords(printed((print) => explainCommand(file, options, style, print)).join('\n'))).toEqual(
        [],
      )
      expect(latinWords(printed((print) => guideCommand(file, options, style, print)).join('\n'))).toEqual([])
    }
  })
})

// #region testing
import { runJourney } from 'baokao'
import { expect, test } from 'vitest'

test('choosing proof can never be turned back into a commitment', () => {
  const application = { level: 'intermediate', subjects: ['law'], place: '440100' }
  const run = runJourney({
    title: 'No way back',
    cites: ['6.4.5'],
    exam: 'social-worker',
    notice: 'gd-2024-social-worker',
    candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } },
    open: '2024-04-08T09:00:00+08:00',
    steps: [
      { at: '2024-04-08T09:30:00+08:00', by: 'candidate', type: 'application.save', application },
      { at: '2024-04-08T09:31:00+08:00', by: 'candidate', type: 'route.choose', route: 'proof' },
      {
        at: '2024-04-08T09:32:00+08:00',
        by: 'candidate',
        type: 'route.choose',
        route: 'commitment',
        expect: { refused: 'commitment.no-return', state: 'filling.confirmation' },
      },
    ],
  })
  // A journey that is not valid has no steps, and `issues` lists its mistakes.
  expect([run.issues, run.steps.flatMap(({ failures }) => failures)]).toEqual([[], []])
})
// #endregion

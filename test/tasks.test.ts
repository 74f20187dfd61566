import { describe, expect, it } from 'vitest'
import { type EventType, type Explanation, explain, type Snapshot, statePaths, titles } from '../src'
import { allStateNodes, pathOf } from '../src/machine/states'
import { type TaskId, taskIds, taskSpecs, tasks } from '../src/tasks'
import { event, given } from '../src/testing'
import { formatInstant } from '../src/time'
import { stages } from './support/walks'

const names = (snapshot: Snapshot): TaskId[] => tasks(snapshot).map(({ task }) => task)

const moments = stages()
const explained = moments.map(
  (snapshot) => [snapshot, explain(snapshot, formatInstant(snapshot.context.at))] as const,
)

/** States whose actor need not do anything, or waits for somebody else first. */
const optional = [
  'account.profile',
  'filling.application',
  'registered.admitCard',
  'notPassed.open',
  'qualifying.publicNotice.notRequired',
  'qualifying.publicNotice.closed',
  'certified.paper.none',
  'certified.paper.printing',
  'certified.paper.collectable',
  'certified.paper.delivered',
  'certified.paper.lost',
  'certified.paper.reissued',
  'certified.electronic.none',
  'certified.electronic.available',
]

describe('the tasks of a registration', () => {
  it.each(taskIds)('have a title and occur in the journeys: %s', (task) => {
    expect(Object.keys(titles.tasks[task])).toEqual(['zh', 'en'])
    expect(moments.some((snapshot) => names(snapshot).includes(task))).toBe(true)
  })

  it('can be done, now or from an instant that is known', () => {
    const stuck = explained.flatMap(([snapshot, explanations]) =>
      names(snapshot)
        .filter((task) => {
          const events: readonly EventType[] = taskSpecs[task].events
          // The holidays of a year that are not published yet hold up the office, not the candidate.
          const canBeDone = ({ possible, rules, ...rest }: Explanation) =>
            possible || 'fromAt' in rest || rules.includes('calendar.unknown-year')
          return !explanations.some((one) => events.includes(one.type) && canBeDone(one))
        })
        .map((task) => [task, snapshot.value]),
    )
    expect(stuck).toEqual([])
  })

  // Each of these events answers what was requested.
  const answers = [
    ...[
      'verification.report',
      'proof.approve',
      'payment.notFound',
      'correction.approve',
      'correction.reject',
    ],
    ...[
      'spotCheck.answer',
      'scoreReview.decide',
      'postCheck.approve',
      'postCheck.resubmit',
      'publicNotice.open',
    ],
    ...['complaint.dismiss', 'certificate.issue', 'certificate.reissue'],
    ...['evidence.upload', 'proof.upload', 'commitment.sign', 'photo.upload', 'agreement.accept'],
  ] as EventType[]

  it.each(answers)('contain what %s answers wherever it is possible', (type) => {
    const answered = taskIds.filter((task) => (taskSpecs[task].events as readonly EventType[]).includes(type))
    const missing = explained
      .filter(([, explanations]) => explanations.some((one) => one.type === type && one.possible))
      .filter(([snapshot]) => !names(snapshot).some((task) => answered.includes(task)))
      .map(([{ value }]) => value)
    expect(missing).toEqual([])
  })

  const acting = { candidateActs: 'candidate', officeActs: 'office' } as const
  const tagged = allStateNodes().flatMap((node) =>
    Object.keys(node.states).length > 0
      ? []
      : node.tags.flatMap((tag) =>
          tag in acting ? [[pathOf(node), acting[tag as keyof typeof acting]] as const] : [],
        ),
  )

  it.each(tagged.filter(([path]) => !optional.includes(path)))('in %s wait for the %s', (path, by) => {
    const inside = moments.filter(({ value }) => statePaths(value).includes(path))
    expect(inside.length).toBeGreaterThan(0)
    for (const snapshot of inside) expect(tasks(snapshot).map((one) => one.by)).toContain(by)
  })

  it('are several where two people have something to do', () => {
    const check = given('qualifying.check.unreviewed')
    expect(tasks(check.snapshot)).toMatchObject([{ task: 'postCheck' }, { task: 'publicNotice' }])
    const waiting = given('registered.waiting').when(event.correction.request())
    expect(tasks(waiting.snapshot)).toEqual([
      { task: 'correction', by: 'office', events: ['correction.approve', 'correction.reject'] },
    ])
  })

  it('are none for what is not a snapshot', () => {
    expect(tasks({} as Snapshot)).toEqual([])
    expect(tasks(null as never)).toEqual([])
  })
})

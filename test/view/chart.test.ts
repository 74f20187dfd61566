import { describe, expect, it } from 'vitest'
import { eventTypes, factTypes, registrationMachine, ruleIds, rules } from '../../src'
import { allStatePaths } from '../../src/engine/stateTree'
import { deadlineNames } from '../../src/model/instants'
import { chart, chartOf } from '../../src/view/chart'
import { fullConfig, type OutlineTransition, type OutlineNode, outline } from '../../src/view/outline'

type Arrow = { where: string; arrow: OutlineTransition }

/** Every arrow of a definition, with the state and what sets it off. */
function arrowsIn(node: OutlineNode, path = ''): Arrow[] {
  const lists: [string, readonly OutlineTransition[]][] = [
    ...Object.entries(node.on ?? {}),
    ...Object.entries(node.after ?? {}),
    ['always', node.always ?? []],
  ]
  return [
    ...lists.flatMap(([trigger, list]) => list.map((arrow) => ({ where: `${path} ${trigger}`, arrow }))),
    ...Object.entries(node.states ?? {}).flatMap(([key, child]) =>
      arrowsIn(child, path ? `${path}.${key}` : key),
    ),
  ]
}

/** The rules that an arrow may refuse by: of an unfolded one that is its own guard, if it refuses. */
function refusalsOf({ guard, actions }: OutlineTransition): string[] {
  const ids = guard?.replace('⊘ ', '').split(' · ') ?? []
  return JSON.stringify(actions ?? '').includes('event.refused')
    ? ids
    : ids.filter((id) => rules[id as keyof typeof rules].kind === 'refusal')
}

const leads = ({ arrow }: Arrow): boolean => !JSON.stringify(arrow.actions ?? '').includes('event.refused')

const every = arrowsIn(fullConfig(registrationMachine))
const folded = arrowsIn(outline(registrationMachine))
const { states, transitions: arrows } = chart()

const nameOf = ({ from, trigger }: (typeof arrows)[number]): string => {
  const name =
    trigger.kind === 'event' ? trigger.type : trigger.kind === 'deadline' ? trigger.name : trigger.kind
  return `${from} ${name}`
}

const sorted = (list: readonly string[]): string[] => [...list].sort()

describe('the outline', () => {
  it('is data: it survives JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(outline(registrationMachine)))).toEqual(outline(registrationMachine))
  })

  it('has the states of the machine, in their order, with all that they say', () => {
    const bare = ({ always: _, after: __, on: ___, states, ...rest }: OutlineNode): object => ({
      ...rest,
      states: Object.entries(states ?? {}).map(([key, child]) => [key, bare(child)]),
    })
    const { context: _, schemas: __, ...config } = registrationMachine.config as Record<string, unknown>
    expect(bare(outline(registrationMachine))).toEqual(bare(config as OutlineNode))
  })

  it('writes the requirements of an arrow before its fork', () => {
    const sign = outline(registrationMachine).states?.declaring?.states?.commitment?.on?.['commitment.sign']
    const three = 'commitment.no-return · commitment.eligible · commitment.statements'
    expect(sign?.map(({ guard }) => guard)).toEqual([
      `${three} · exemptionLevel`,
      `${three} · educationUnverified`,
      three,
    ])
  })

  it('keeps every rule where it stands', () => {
    const asked = (list: Arrow[]) =>
      sorted([
        ...new Set(list.flatMap(({ where, arrow }) => refusalsOf(arrow).map((id) => `${where} ${id}`))),
      ])
    expect(asked(every).length).toBeGreaterThan(200)
    expect(asked(folded)).toEqual(asked(every))
  })

  it('keeps every arrow that leads on, in its order, with its fork, its target and its actions', () => {
    const bare = (list: Arrow[]) =>
      list.filter(leads).map(({ where, arrow: { guard, ...arrow } }) => {
        const fork = guard?.split(' · ').at(-1)
        const isFork = fork !== undefined && rules[fork as keyof typeof rules].kind === 'branch'
        return { where, ...arrow, ...(isFork && { guard: fork }) }
      })
    expect(bare(folded)).toEqual(bare(every))
  })

  it('has one arrow where many only refused', () => {
    const only = (list: Arrow[]) => list.filter((one) => !leads(one))
    const wheres = only(folded).map(({ where }) => where)
    expect(new Set(wheres).size).toBe(wheres.length)
    expect(only(folded).length * 2).toBeLessThan(only(every).length)
  })
})

describe('the chart', () => {
  it('has every state, with its first one inside', () => {
    expect(states.map(({ path }) => path)).toEqual(allStatePaths())
    const paths = new Set(states.map(({ path }) => path))
    const compound = states.filter(({ kind }) => kind === 'compound')
    expect(compound.filter(({ initial }) => !paths.has(initial ?? ''))).toEqual([])
    expect(states.filter(({ kind, tags }) => kind === 'atomic' && tags.length === 0)).toEqual([])
  })

  it('has every arrow of the machine: its refusals and its ways, in their order', () => {
    const rebuilt = arrows.flatMap((arrow) => {
      const { refusals, branches: ways } = arrow
      const refusal = (id: string) => ({ where: nameOf(arrow), guard: id })
      let asked = 0
      const list = ways.flatMap(({ guard, refusals: before }) => {
        const own = before.slice(asked).map(refusal)
        asked = before.length
        return [...own, { where: nameOf(arrow), guard: guard?.id }]
      })
      return [...list, ...refusals.slice(asked).map(refusal)]
    })
    // Triggers of one state stand in another order here; what each has does not.
    const byTrigger = (list: { where: string; guard: string | undefined }[]) => {
      const lists: Record<string, (string | undefined)[]> = {}
      for (const { where, guard } of list) lists[where] = [...(lists[where] ?? []), guard]
      return lists
    }
    expect(byTrigger(rebuilt)).toEqual(
      byTrigger(every.map(({ where, arrow: { guard } }) => ({ where, guard }))),
    )
  })

  it('leads to states that there are', () => {
    const targets = arrows.flatMap(({ branches: ways }) => ways.flatMap(({ target }) => target ?? []))
    const paths = new Set(states.map(({ path }) => path))
    expect(targets.length).toBeGreaterThan(100)
    expect(targets.filter((target) => !paths.has(target))).toEqual([])
    expect(arrows.find((arrow) => nameOf(arrow) === 'paying.awaiting payment.closes')).toMatchObject({
      trigger: { title: { zh: '缴费截止' } },
      ways: [{ target: 'paying.reconciling', reenter: false, facts: [] }],
    })
  })

  it('names every event, deadline, guard and fact', () => {
    const of = (kind: string) => arrows.filter(({ trigger }) => trigger.kind === kind).map(nameOf)
    const last = (names: string[]) => sorted([...new Set(names.map((name) => name.split(' ')[1] ?? ''))])
    expect(last(of('event'))).toEqual(sorted(eventTypes))
    expect(last(of('deadline'))).toEqual(sorted(deadlineNames))
    const asked = arrows.flatMap(({ refusals, branches: ways }) => [
      ...refusals,
      ...ways.flatMap(({ guard }) => guard?.id ?? []),
    ])
    const guards = ruleIds.filter((id) => ['refusal', 'branch'].includes(rules[id].kind))
    expect(sorted([...new Set(asked)])).toEqual(sorted(guards))
    const told = arrows.flatMap(({ branches: ways }) => ways.flatMap(({ facts }) => facts))
    expect(sorted([...new Set(told)])).toEqual(sorted(factTypes))
  })

  it('is data, and the same for the same machine', () => {
    expect(JSON.parse(JSON.stringify(chart()))).toEqual(chart())
    expect(chartOf(registrationMachine)).toEqual(chart())
  })
})

import { describe, expect, it } from 'vitest'
import { eventTypes, factTypes, registrationMachine, ruleIds, rules } from '../../src'
import { allStatePaths } from '../../src/machine/states'
import { deadlineNames } from '../../src/model/instants'
import { chart, chartOf } from '../../src/view/chart'
import { fullConfig, type OutlineNode, type OutlineTransition, outline } from '../../src/view/outline'

type Located = { where: string; transition: OutlineTransition }

/** Every transition of a definition, with its state and trigger. */
function transitionsIn(node: OutlineNode, path = ''): Located[] {
  const lists: [string, readonly OutlineTransition[]][] = [
    ...Object.entries(node.on ?? {}),
    ...Object.entries(node.after ?? {}),
    ['always', node.always ?? []],
  ]
  return [
    ...lists.flatMap(([trigger, list]) =>
      list.map((transition) => ({ where: `${path} ${trigger}`, transition })),
    ),
    ...Object.entries(node.states ?? {}).flatMap(([key, child]) =>
      transitionsIn(child, path ? `${path}.${key}` : key),
    ),
  ]
}

/** The rules by which a transition may refuse; an unfolded transition has at most one, its guard. */
function refusalsOf({ guard, actions }: OutlineTransition): string[] {
  const ids = guard?.replace('⊘ ', '').split(' · ') ?? []
  return JSON.stringify(actions ?? '').includes('event.refused')
    ? ids
    : ids.filter((id) => rules[id as keyof typeof rules].kind === 'refusal')
}

const leads = ({ transition }: Located): boolean =>
  !JSON.stringify(transition.actions ?? '').includes('event.refused')

const every = transitionsIn(fullConfig(registrationMachine))
const folded = transitionsIn(outline(registrationMachine))
const { states, transitions } = chart()

const nameOf = ({ from, trigger }: (typeof transitions)[number]): string => {
  const name =
    trigger.kind === 'event' ? trigger.type : trigger.kind === 'deadline' ? trigger.name : trigger.kind
  return `${from} ${name}`
}

const sorted = (list: readonly string[]): string[] => [...list].sort()

describe('the outline', () => {
  it('is data that survives JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(outline(registrationMachine)))).toEqual(outline(registrationMachine))
  })

  it('has the states of the machine in their order, with all their other properties', () => {
    const bare = ({ always: _, after: __, on: ___, states, ...rest }: OutlineNode): object => ({
      ...rest,
      states: Object.entries(states ?? {}).map(([key, child]) => [key, bare(child)]),
    })
    const { context: _, schemas: __, ...config } = registrationMachine.config as Record<string, unknown>
    expect(bare(outline(registrationMachine))).toEqual(bare(config as OutlineNode))
  })

  it('lists the refusal rules of a transition before its branch rule', () => {
    const sign = outline(registrationMachine).states?.declaring?.states?.commitment?.on?.['commitment.sign']
    const three = 'commitment.no-return · proof.window · commitment.eligible · commitment.statements'
    expect(sign?.map(({ guard }) => guard)).toEqual([
      `${three} · exemptionLevel`,
      `${three} · educationUnverified`,
      three,
    ])
  })

  it('keeps every refusal rule at its state and trigger', () => {
    const asked = (list: Located[]) =>
      sorted([
        ...new Set(
          list.flatMap(({ where, transition }) => refusalsOf(transition).map((id) => `${where} ${id}`)),
        ),
      ])
    expect(asked(every).length).toBeGreaterThan(200)
    expect(asked(folded)).toEqual(asked(every))
  })

  it('keeps every transition that does not refuse, in order, with branch rule, target and actions', () => {
    const bare = (list: Located[]) =>
      list.filter(leads).map(({ where, transition: { guard, ...others } }) => {
        const last = guard?.split(' · ').at(-1)
        const isBranch = last !== undefined && rules[last as keyof typeof rules].kind === 'branch'
        return { where, ...others, ...(isBranch && { guard: last }) }
      })
    expect(bare(folded)).toEqual(bare(every))
  })

  it('folds transitions that only refuse into one', () => {
    const only = (list: Located[]) => list.filter((one) => !leads(one))
    const wheres = only(folded).map(({ where }) => where)
    expect(new Set(wheres).size).toBe(wheres.length)
    expect(only(folded).length * 2).toBeLessThan(only(every).length)
  })
})

describe('the chart', () => {
  it('has every state, with its initial inner state', () => {
    expect(states.map(({ path }) => path)).toEqual(allStatePaths())
    const paths = new Set(states.map(({ path }) => path))
    const compound = states.filter(({ kind }) => kind === 'compound')
    expect(compound.filter(({ initial }) => !paths.has(initial ?? ''))).toEqual([])
    expect(states.filter(({ kind, tags }) => kind === 'atomic' && tags.length === 0)).toEqual([])
  })

  it('has every transition of the machine, with its refusals and branches in order', () => {
    const rebuilt = transitions.flatMap((transition) => {
      const { refusals, branches } = transition
      const refusal = (id: string) => ({ where: nameOf(transition), guard: id })
      let listed = 0
      const list = branches.flatMap(({ guard, refusals: before }) => {
        const own = before.slice(listed).map(refusal)
        listed = before.length
        return [...own, { where: nameOf(transition), guard: guard?.id }]
      })
      return [...list, ...refusals.slice(listed).map(refusal)]
    })
    // The order of triggers differs; the order within each trigger does not.
    const byTrigger = (list: { where: string; guard: string | undefined }[]) => {
      const lists: Record<string, (string | undefined)[]> = {}
      for (const { where, guard } of list) lists[where] = [...(lists[where] ?? []), guard]
      return lists
    }
    expect(byTrigger(rebuilt)).toEqual(
      byTrigger(every.map(({ where, transition: { guard } }) => ({ where, guard }))),
    )
  })

  it('has only existing states as targets', () => {
    const targets = transitions.flatMap(({ branches }) => branches.flatMap(({ target }) => target ?? []))
    const paths = new Set(states.map(({ path }) => path))
    expect(targets.length).toBeGreaterThan(100)
    expect(targets.filter((target) => !paths.has(target))).toEqual([])
    expect(
      transitions.find((transition) => nameOf(transition) === 'paying.awaiting payment.closes'),
    ).toMatchObject({
      trigger: { title: { zh: '缴费截止' } },
      branches: [{ target: 'paying.reconciling', reenter: false, facts: [] }],
    })
  })

  it('names every event, deadline, guard and fact', () => {
    const of = (kind: string) => transitions.filter(({ trigger }) => trigger.kind === kind).map(nameOf)
    const last = (names: string[]) => sorted([...new Set(names.map((name) => name.split(' ')[1] ?? ''))])
    expect(last(of('event'))).toEqual(sorted(eventTypes))
    expect(last(of('deadline'))).toEqual(sorted(deadlineNames))
    const used = transitions.flatMap(({ refusals, branches }) => [
      ...refusals,
      ...branches.flatMap(({ guard }) => guard?.id ?? []),
    ])
    const guards = ruleIds.filter((id) => ['refusal', 'branch'].includes(rules[id].kind))
    expect(sorted([...new Set(used)])).toEqual(sorted(guards))
    const emitted = transitions.flatMap(({ branches }) => branches.flatMap(({ facts }) => facts))
    expect(sorted([...new Set(emitted)])).toEqual(sorted(factTypes))
  })

  it('is data, and equal for the same machine', () => {
    expect(JSON.parse(JSON.stringify(chart()))).toEqual(chart())
    expect(chartOf(registrationMachine)).toEqual(chart())
  })
})

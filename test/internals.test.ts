import { describe, expect, it } from 'vitest'
import { type AnyStateNode, createActor, createMachine, transition } from 'xstate'
import * as z from 'zod'
import {
  delayedBy,
  delayedEvents,
  type ExecutedAction,
  eventlessTransitions,
  initialOf,
  scopeOf,
  transitionsByEvent,
} from '../src/xstateInternals'
import {
  compile,
  entrySchema,
  enumValues,
  fieldSchemas,
  isOptional,
  optionIssues,
  optionSchemas,
  required,
  schemaOf,
  zodMessages,
} from '../src/zodInternals'

/** What the library reads of XState and zod beside what they document. A message says which function to mend. */

const mend = (file: string, name: string, what: string) => `${what}: mend ${name} in src/${file}.ts`
const ofXState = (name: string, what: string) => mend('xstateInternals', name, `XState no longer ${what}`)
const ofZod = (name: string, what: string) => mend('zodInternals', name, `zod no longer ${what}`)

const note = { type: 'note', params: { text: 'closed' } }
const config = {
  initial: 'shop',
  states: {
    shop: {
      initial: 'open',
      states: {
        open: {
          on: { close: { guard: 'allowed', target: 'closed', actions: ['count', note] } },
          after: { soon: 'closed' },
        },
        closed: { always: { guard: 'counted', target: 'open' } },
      },
    },
  },
}
const guards = { allowed: () => true, counted: () => false }
const machine = createMachine(config, { guards, delays: { soon: 1000 } })
const shop = machine.root.states.shop as unknown as AnyStateNode
const open = shop.states.open as AnyStateNode
const closed = shop.states.closed as AnyStateNode

describe('XState still', () => {
  it('names the event of an `after` by the name of the delay', () => {
    const [type = ''] = delayedEvents(open).values()
    expect(delayedBy(type), ofXState('delayedBy', 'sends `xstate.after.NAME.PATH`')).toMatch(/^soon\..*open$/)
    expect(delayedBy('close')).toBeUndefined()
  })

  it('lists the `after` of a state with its delay and its event', () => {
    const what = ofXState('delayedEvents', 'lists `after` with `delay` and `eventType`')
    expect([...delayedEvents(open).keys()], what).toEqual(['soon'])
  })

  it('lists the transitions of a state by event, with those of `after`, their guards, targets and actions', () => {
    const what = ofXState('transitionsByEvent', 'lists resolved transitions in `on`')
    const [type = ''] = delayedEvents(open).values()
    expect(Object.keys(transitionsByEvent(open)).sort(), what).toEqual(['close', type].sort())
    const [close] = transitionsByEvent(open).close ?? []
    expect(close?.guard, what).toBe('allowed')
    expect(close?.target?.[0], what).toBe(closed)
    expect(close?.reenter, what).toBe(false)
    const names = close?.actions.map((action) => (typeof action === 'string' ? action : action.type))
    expect(names, what).toEqual(['count', 'note'])
  })

  it('lists the transitions without an event in `always`', () => {
    const what = ofXState('eventlessTransitions', 'lists them in `always`')
    expect(
      eventlessTransitions(closed).map(({ target }) => target?.[0]),
      what,
    ).toEqual([open])
    expect(eventlessTransitions(open)).toEqual([])
  })

  it('has the initial state of a state in `initial.target`', () => {
    expect(initialOf(shop), ofXState('initialOf', 'has it there')).toBe(open)
    expect(initialOf(open)).toBeUndefined()
  })

  it('runs a step in a scope of an actor that is never started, as `transition()` does', () => {
    const scope = scopeOf(createActor(machine), () => {})
    const first = machine.getInitialSnapshot(scope)
    expect(
      machine.transition(first, { type: 'close' }, scope).value,
      ofXState('scopeOf', 'takes that scope'),
    ).toEqual(transition(machine, first, { type: 'close' })[0].value)
  })

  it('passes on actions without an implementation at their turn, before the transitions without an event', () => {
    const executed: ExecutedAction[] = []
    const counting = createMachine(config, {
      guards: { ...guards, counted: () => executed.length > 0 },
      delays: { soon: 1000 },
    })
    const own = ['count', 'note']
    const scope = scopeOf(
      createActor(counting),
      ({ type, params }) => own.includes(type) && executed.push({ type, params }),
    )
    const after = counting.transition(counting.getInitialSnapshot(scope), { type: 'close' }, scope)
    const what = ofXState('scopeOf', 'calls the executor of actions at once')
    expect(executed, what).toEqual([{ type: 'count', params: undefined }, note])
    expect(after.value, what).toEqual({ shop: 'open' })
  })
})

describe('zod still', () => {
  const shape = z.strictObject({
    name: z.string(),
    age: z.number().optional(),
    tags: z.array(z.enum(['a', 'b'])),
  })

  it('shows the fields of an object, the entries of a list, the values of an enum', () => {
    const fields = fieldSchemas(shape)
    expect(Object.keys(fields ?? {}), ofZod('fieldSchemas', 'has them in `shape`')).toEqual([
      'name',
      'age',
      'tags',
    ])
    const entry = entrySchema(fields?.tags as z.ZodType)
    expect(entry && enumValues(entry), ofZod('entrySchema or enumValues', 'has them there')).toEqual([
      'a',
      'b',
    ])
    expect([fieldSchemas(z.string()), entrySchema(z.string()), enumValues(z.string())]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('wraps an optional schema, and unwraps it', () => {
    const age = fieldSchemas(shape)?.age as z.ZodType
    expect(isOptional(age), ofZod('isOptional', 'marks it')).toBe(true)
    expect(required(age).safeParse(undefined).success, ofZod('required', 'unwraps it')).toBe(false)
    expect(isOptional(z.string())).toBe(false)
  })

  it('gives the error map the schema that found an issue, and for a union its options', () => {
    const seen: unknown[] = []
    const union = z.union([shape, z.strictObject({ id: z.string() })])
    const error = (issue: z.core.$ZodRawIssue) => {
      seen.push(schemaOf(issue))
      return 'no'
    }
    const { error: failed } = union.safeParse({ other: 1 }, { error })
    const names = optionSchemas(seen.find((schema) => optionSchemas(schema).length > 0)).map((option) =>
      Object.keys(fieldSchemas(option) ?? {}),
    )
    expect(names, ofZod('schemaOf or optionSchemas', 'has them in `inst` and `options`')).toEqual([
      ['name', 'age', 'tags'],
      ['id'],
    ])
    const issue = failed?.issues[0]
    const each = issue?.code === 'invalid_union' ? optionIssues(issue) : []
    expect(
      each.map((issues) => issues.length > 0),
      ofZod('optionIssues', 'keeps the issues of each option in `errors`'),
    ).toEqual([true, true])
  })

  it('has messages of its own in both languages', () => {
    const { error } = z.number().multipleOf(2).safeParse(3, { error: zodMessages().zh })
    expect(error?.issues[0]?.message, ofZod('zodMessages', 'has them in `localeError`')).toMatch(
      /\p{Script=Han}/u,
    )
    expect(
      zodMessages().en({ code: 'not_multiple_of', divisor: 2, input: 3, origin: 'number' } as never),
    ).toBeTruthy()
  })

  it('compiles a schema that parses as the schema does', () => {
    const compiled = compile(shape)
    expect(compiled, ofZod('compile', 'makes another schema')).not.toBe(shape)
    for (const input of [{ name: 'A', tags: ['a'] }, { name: 1, tags: ['c'] }, null])
      expect(compiled.safeParse(input).success, ofZod('compile', 'agrees')).toBe(
        shape.safeParse(input).success,
      )
  })
})

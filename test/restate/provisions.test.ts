import { describe, expect, it } from 'vitest'
import { createRegistrations, defineProvision } from '../../src'
import { opening, sent } from '../postgres/support'
import { changeState, handledOf, onEngine } from './support'

const socialSecurity = defineProvision({
  id: 'sh.social-security',
  cites: [{ document: '某市报名公告（示例）', article: '第三条' }],
  title: { zh: '社会保险', en: 'Social security' },
  message: { zh: '在本市报名的，须在本市缴纳社会保险费。', en: 'You must pay social security in the city.' },
  before: [['filling.application', 'application.save']],
  standsAgainst: ({ attested }) => attested('social-security') !== 'passed',
})

describe('the durable engine with provisions', () => {
  const bench = onEngine({ registrations: createRegistrations({ provisions: [socialSecurity] }) })

  it('opens, refuses and explains by them, and accepts once it is attested', async () => {
    const { clock, registrations } = bench()
    const at = '2024-04-08T10:00:00+08:00'
    clock.set(Date.parse(at))
    const input = opening()
    const id = input.registrationId
    const save = sent('application.save', {
      at,
      by: { role: 'candidate', id: input.candidateId },
      application: { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' },
    })
    expect(await registrations.open(id, input)).toMatchObject({
      accepted: true,
      snapshot: { law: ['sh.social-security@1'] },
    })
    expect(await registrations.send(id, save)).toMatchObject({ refusal: { rule: 'sh.social-security' } })
    const explained = (await registrations.explain(id, { at })).find(
      ({ type }) => type === 'application.save',
    )
    expect(explained).toMatchObject({ possible: false, rules: ['sh.social-security'] })
    const attest = sent('attestation.record', {
      at,
      by: { role: 'verifier', id: 'V' },
      kind: 'social-security',
      result: 'passed',
    })
    expect(await registrations.send(id, attest)).toMatchObject({ accepted: true })
    expect(await registrations.send(id, save)).toMatchObject({ accepted: true })
    const handled = await handledOf(bench(), id, 1)
    expect(handled.map(({ fact }) => fact.type)).toContain('attestation.recorded')
    expect((await registrations.log(id)).map(({ rule }) => rule)).toContain('sh.social-security')
    const { snapshot } = (await registrations.get(id)) ?? {}
    expect(JSON.stringify((await registrations.replay(id))?.snapshot)).toBe(JSON.stringify(snapshot))
  })
})

describe('a replay', () => {
  const wrapped = onEngine({ registrations: { ...createRegistrations() } })
  const created = onEngine()

  async function opened({ clock, registrations }: ReturnType<typeof created>): Promise<string> {
    clock.set(Date.parse('2024-04-08T10:00:00+08:00'))
    const input = opening()
    expect(await registrations.open(input.registrationId, input)).toMatchObject({ accepted: true })
    return input.registrationId
  }

  it('fails, and is not retried, with registrations that createRegistrations has not created', async () => {
    const id = await opened(wrapped())
    await expect(wrapped().registrations.replay(id)).rejects.toThrow('createRegistrations')
  })

  it('fails, and is not retried, if the log is damaged', async () => {
    const id = await opened(created())
    await changeState(created(), id, 'log 1', (entry) => ({ ...entry, event: { type: 'open' } }))
    await expect(created().registrations.replay(id)).rejects.toThrow('500')
  })
})

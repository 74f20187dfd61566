import { describe, expect, it } from 'vitest'
import { createRegistrations, defineProvision, storedDecisionSchema } from '../../src'
import { both, opening, sent } from './support'

const socialSecurity = defineProvision({
  id: 'sh.social-security',
  cites: [{ document: '某市报名公告（示例）', article: '第二条' }],
  title: { zh: '社会保险', en: 'Social security' },
  message: { zh: '在本市报名的，须在本市缴纳社会保险费。', en: 'You must pay social security in the city.' },
  before: [['filling.application', 'application.save']],
  standsAgainst: ({ attested }) => attested('social-security') !== 'passed',
})
const registrations = createRegistrations({ provisions: [socialSecurity] })

describe.each(both)('a store with provisions on %s', (_, on) => {
  const bench = on()
  const save = (candidateId: string) =>
    sent('application.save', {
      at: '2024-04-08T10:00:00+08:00',
      by: { role: 'candidate', id: candidateId },
      application: { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' },
    })
  const attest = sent('attestation.record', {
    at: '2024-04-08T09:30:00+08:00',
    by: { role: 'verifier', id: 'V' },
    kind: 'social-security',
    result: 'passed',
  })

  it('refuses by a provision, logs its id, and rebuilds the snapshot from the log', async () => {
    const store = bench().store({ registrations })
    const input = opening()
    const [id, event] = [input.registrationId, save(input.candidateId)]
    expect((await store.open(input)).snapshot?.law).toEqual(['sh.social-security@1'])
    const refused = await store.send(id, event)
    expect(refused).toMatchObject({ refusal: { rule: 'sh.social-security' } })
    expect(storedDecisionSchema.safeParse(refused).error).toBeUndefined()
    expect((await store.send(id, { ...attest, at: event.at })).accepted).toBe(true)
    expect((await store.send(id, event)).accepted).toBe(true)
    expect((await store.log(id)).map(({ rule }) => rule)).toContain('sh.social-security')
    expect(await store.replay(id)).toEqual(await store.get(id))
  })

  it('does not decide or change a registration of another law, and reports it as stuck', async () => {
    const stuck: string[] = []
    const local = bench().store({ registrations })
    const national = bench().store({ onStuck: ({ rule }) => stuck.push(rule) })
    const input = opening()
    await local.open(input)
    const before = await national.get(input.registrationId)
    const decision = await national.send(input.registrationId, save(input.candidateId))
    expect(decision).toMatchObject({ accepted: false, refusal: { rule: 'snapshot.law' } })
    await national.fireDeadlines({ until: '2024-05-01T00:00:00+08:00' })
    expect(stuck).toContain('snapshot.law')
    expect(await national.get(input.registrationId)).toEqual(before)
    expect(await national.log(input.registrationId)).toHaveLength(1)
    await expect(national.repair(input.registrationId)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('other provisions'),
    })
    expect(await national.get(input.registrationId)).toEqual(before)
  })
})

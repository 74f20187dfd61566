import { describe, expect, it } from 'vitest'

// Loaded inside the test: a machine that cannot be made at all is a failing test, not a file without any.
describe('the library', () => {
  it('loads: its machine can be made, and comes to stand where a registration begins', async () => {
    const { open, examSpecSchema, exams, notices, registrationMachine } = await import('../src')
    expect(registrationMachine.id).toBe('registration')
    const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
    expect(examSpecSchema.safeParse(exam).success).toBe(true)
    const at = notice.windows.registration.opens
    const opened = open({ registrationId: 'R', candidateId: 'C', exam, notice, at })
    expect(opened.snapshot?.value).toEqual({ account: 'agreement' })
  })
})

import { describe, expect, it } from 'vitest'

// Loaded inside the test: a machine that cannot be created fails a test, not the whole file.
describe('the library', () => {
  it('loads: its machine can be created, and starts in the first state', async () => {
    const { open, examSpecSchema, exams, notices, registrationMachine } = await import('../src')
    expect(registrationMachine.id).toBe('registration')
    const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
    expect(examSpecSchema.safeParse(exam).success).toBe(true)
    const at = notice.windows.registration.opens
    const opened = open({ registrationId: 'R', candidateId: 'C', exam, notice, at })
    expect(opened.snapshot?.value).toEqual({ account: 'agreement' })
  })
})

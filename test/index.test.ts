import { describe, expect, it } from 'vitest'

// The import is inside the test, so that a machine that cannot be created fails the test, not the whole file.
describe('the library', () => {
  it('creates the machine and opens a registration in the first state', async () => {
    const { open, examSpecSchema, exams, notices, registrationMachine } = await import('../src')
    expect(registrationMachine.id).toBe('registration')
    const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
    expect(examSpecSchema.safeParse(exam).success).toBe(true)
    const at = notice.windows.registration.opens
    const opened = open({ registrationId: 'R', candidateId: 'C', exam, notice, at })
    expect(opened.snapshot?.value).toEqual({ account: 'agreement' })
  })
})

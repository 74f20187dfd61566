// #region first-decision
import { decide, exams, open } from 'baokao'
import { illustrativeNotice } from 'baokao/journeys'

const [exam, notice] = [exams['social-worker'], illustrativeNotice('2027-03-01')]
const candidate = { photo: true, education: { origin: 'domestic', result: 'passed' } } as const
const opening = { registrationId: 'R', candidateId: 'C', exam, notice, candidate }
const { snapshot } = open({ ...opening, at: '2027-03-01T09:00:00+08:00' })
if (snapshot === null) throw new Error('not opened')

const by = { role: 'candidate', id: 'C' } as const
const application = { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' }
const late = decide(snapshot, { type: 'application.save', at: '2027-03-11T09:00:00+08:00', by, application })
console.log(late.fired, late.facts)
if (!late.accepted) console.log(late.refusal.message.en)
// #endregion

// #region first-journey
import { decide, exams, open, type RegistrationEvent } from 'baokao'
import { illustrativeNotice } from 'baokao/journeys'

let { snapshot } = open({
  registrationId: 'R',
  candidateId: 'C',
  exam: exams['social-worker'],
  notice: illustrativeNotice('2027-03-01'),
  candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } },
  at: '2027-03-01T09:00:00+08:00',
})
const by = { role: 'candidate', id: 'C' } as const
const application = { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' }
const events: RegistrationEvent[] = [
  { type: 'application.save', at: '2027-03-01T09:30:00+08:00', by, application },
  { type: 'route.choose', at: '2027-03-01T09:31:00+08:00', by, route: 'proof' },
  { type: 'route.choose', at: '2027-03-01T09:32:00+08:00', by, route: 'commitment' },
]
for (const event of events) {
  if (snapshot === null) break
  const decision = decide(snapshot, event)
  snapshot = decision.snapshot
  if (decision.accepted) console.log(event.type, decision.facts.map(({ type }) => type).join())
  else
    console.log(event.type, decision.refusal.rule, decision.refusal.cites.join(), decision.refusal.message.zh)
}
// #endregion

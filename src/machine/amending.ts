import { refuse } from './transitions'
import { anywhere } from './withTimers'

export const amendingAnywhere = anywhere({
  'history.amend': {},
  'notice.amend': [
    ...refuse('notice.sense'),
    { guard: 'amendable', actions: 'refund.due' },
    ...refuse('event.not-now'),
  ],
  'attestation.record': [...refuse('attestation.kinds'), { actions: 'attestation.recorded' }],
  'clock.advance': {},
})

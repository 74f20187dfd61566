import { refuse } from './transitions'
import { anywhere } from './withTimers'

export const correctingAnywhere = anywhere({
  'correction.request': [
    ...refuse(
      'correction.pending',
      'correction.photo',
      'correction.frozen-fields',
      'correction.closed',
      'correction.admit-card-fields',
      'application.offered',
      'application.all-subjects',
      'application.already-credited',
    ),
    { actions: 'correction.requested' },
  ],
  'correction.approve': [
    ...refuse(
      'correction.pending',
      'application.window',
      'correction.frozen-fields',
      'application.already-credited',
    ),
    {
      guard: 'correctsApplication',
      target: '#filling.confirmation',
      actions: ['verification.requested', 'correction.applied', 'order.superseded'],
    },
    { actions: ['verification.requested', 'correction.applied'] },
  ],
  'correction.reject': [...refuse('correction.pending'), { actions: 'correction.rejected' }],
})

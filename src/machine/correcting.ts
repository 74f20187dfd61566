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
      'correction.name-and-number',
      'correction.documents',
      'application.offered',
      'application.all-subjects',
      'application.already-credited',
    ),
    { actions: 'correction.requested' },
  ],
  'correction.withdraw': [...refuse('correction.pending'), { actions: 'correction.withdrawn' }],
  'correction.approve': [
    ...refuse(
      'correction.pending',
      'application.window',
      'correction.frozen-fields',
      'application.offered',
      'application.all-subjects',
      'application.already-credited',
      'calendar.unknown-year',
    ),
    {
      guard: 'correctsApplication',
      target: '#filling.confirmation',
      actions: ['verification.requested', 'correction.applied', 'order.superseded'],
    },
    { actions: ['verification.requested', 'correction.applied'] },
  ],
  'correction.reject': [...refuse('correction.pending'), { actions: 'correction.rejected' }],
  'photo.replace': [
    ...refuse('account.photo-spec'),
    { guard: 'photoOnFile', actions: 'photo.replaced' },
    ...refuse('event.not-now'),
  ],
})

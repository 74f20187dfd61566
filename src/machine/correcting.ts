import { refuse } from './transitions'
import { anywhere } from './withTimers'

export const correctingAnywhere = anywhere({
  'correction.request': [
    ...refuse(
      'correction.pending',
      'correction.too-many',
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
  'correction.withdraw': [...refuse('correction.unknown'), { actions: 'correction.withdrawn' }],
  'correction.approve': [
    ...refuse(
      'correction.unknown',
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
  'correction.reject': [...refuse('correction.unknown'), { actions: 'correction.rejected' }],
  'photo.replace': [
    ...refuse('account.photo-spec'),
    { guard: 'photoOnFile', actions: 'photo.replaced' },
    ...refuse('event.not-now'),
  ],
})

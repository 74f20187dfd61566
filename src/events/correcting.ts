import { changesShape } from '../model/correction'
import { idShape, lineShape } from '../schema/primitives'
import { defineEvent } from './event'

export const correctingEvents = {
  'correction.request': defineEvent('candidate', () => ({
    correctionId: idShape(),
    changes: changesShape(),
  })),
  'correction.withdraw': defineEvent('candidate', () => ({
    correctionId: idShape(),
  })),
  'correction.approve': defineEvent('office', () => ({
    correctionId: idShape(),
  })),
  'correction.reject': defineEvent('office', () => ({
    correctionId: idShape(),
    reason: lineShape().optional(),
  })),
}

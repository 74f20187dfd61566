import { changesShape } from '../model/correction'
import { documentsShape } from '../model/documents'
import { photoShape } from '../model/profile'
import { idShape, lineShape } from '../schema/primitives'
import { defineEvent } from './event'

export const correctingEvents = {
  'correction.request': defineEvent('candidate', () => ({
    correctionId: idShape(),
    changes: changesShape(),
    documents: documentsShape().optional(),
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
  'photo.replace': defineEvent('office', () => ({
    photo: photoShape(),
    reason: lineShape(),
  })),
}

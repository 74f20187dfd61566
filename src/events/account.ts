import * as z from 'zod'
import { educationShape, photoShape, profileShape } from '../model/profile'
import { identityProviderShape } from '../schema/vocabulary'
import { defineEvent } from './event'

export const accountEvents = {
  'agreement.accept': defineEvent('candidate', () => ({})),
  'profile.submit': defineEvent('candidate', () => ({
    profile: profileShape(),
  })),
  'photo.upload': defineEvent('candidate', () => ({
    photo: photoShape(),
  })),
  'education.amend': defineEvent('candidate', () => ({
    education: educationShape(),
  })),
  'identity.assert': defineEvent('verifier', () => ({
    provider: identityProviderShape(),
  })),
  'verification.report': defineEvent('verifier', () => ({
    identity: z.enum(['passed', 'failed']),
    education: z.enum(['passed', 'failed', 'onSite']),
  })),
}

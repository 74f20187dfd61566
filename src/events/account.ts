import * as z from 'zod'
import { educationShape, photoShape, profileShape } from '../model/profile'
import { identityProviderShape } from '../schema/vocabulary'
import { defineEvent } from './event'

export const accountEvents = {
  'agreement.accept': defineEvent(
    'candidate',
    { zh: '接受报名协议', en: 'Accept the agreement' },
    () => ({}),
  ),
  'profile.submit': defineEvent('candidate', { zh: '提交个人信息', en: 'Submit the profile' }, () => ({
    profile: profileShape(),
  })),
  'photo.upload': defineEvent('candidate', { zh: '上传照片', en: 'Upload the photo' }, () => ({
    photo: photoShape(),
  })),
  'education.amend': defineEvent('candidate', { zh: '修改学历学位', en: 'Amend the degree' }, () => ({
    education: educationShape(),
  })),
  'identity.assert': defineEvent('verifier', { zh: '身份认证', en: 'Vouch for the identity' }, () => ({
    provider: identityProviderShape(),
  })),
  'verification.report': defineEvent(
    'verifier',
    { zh: '反馈核查结果', en: 'Report the verification' },
    () => ({
      identity: z.enum(['passed', 'failed']),
      education: z.enum(['passed', 'failed', 'onSite']),
    }),
  ),
}

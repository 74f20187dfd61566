import { isResidentId } from '../model/residentId'
import { about, branch, everywhere, type Guard, type Rules, refusal } from './rule'

const identityMissing: Guard = ({ context }) =>
  context.terms.provider === 'provincial' && context.identityProvider !== 'provincial'

export const accountRules = {
  'account.identity-provider': refusal({
    cites: ['6.4.1(1)'],
    title: { zh: '须先经省统一身份认证', en: 'The province vouches for the identity first' },
    message: {
      zh: '本考试须先通过省统一身份认证平台实名验证身份，验证通过后再继续。',
      en: "For this exam your identity must first be confirmed on the province's identity platform. Please do that, then go on.",
    },
    standsAgainst: identityMissing,
  }),
  'account.employer-required': refusal({
    cites: ['6.7'],
    title: { zh: '工作单位必填', en: 'The employer must be given' },
    message: {
      zh: '“工作单位”为必填项：学生填写所在学校，失业或灵活就业人员如实填写。',
      en: 'Please fill in the employer: students name their school; if you are unemployed or self-employed, say so truthfully.',
    },
    standsAgainst: about('profile.submit', ({ event }) => event.profile.employer.trim() === ''),
  }),
  'account.id-number': refusal({
    cites: ['policy'],
    title: { zh: '证件号码须有效', en: 'The identity number must be valid' },
    message: {
      zh: '身份证号码有误：应为 18 位，出生日期真实，且校验码正确。请对照证件重新填写。',
      en: 'This identity number cannot be right: it has 18 characters, a real date of birth and a check digit that fits. Please compare it with your card.',
    },
    standsAgainst: about(
      'profile.submit',
      ({ event: { profile }, at }) =>
        (profile.idType === 'residentId' || profile.idType === 'hkMacaoTaiwanResidence') &&
        !isResidentId(profile.idNumber, at),
    ),
  }),
  'account.photo-spec': refusal({
    cites: ['6.4.2'],
    title: { zh: '照片规格', en: 'What the photo must be' },
    message: {
      zh: '照片须为 JPG 或 JPEG 格式、宽 295 像素、高 413 像素、白色背景。请重新上传。',
      en: 'The photo must be a JPG or JPEG, 295 pixels wide and 413 high, on a white background. Please upload another.',
    },
    standsAgainst: about(
      'photo.upload',
      ({ event: { photo } }) =>
        !['image/jpeg', 'image/jpg'].includes(photo.mediaType) ||
        photo.widthPx !== 295 ||
        photo.heightPx !== 413 ||
        photo.background !== 'white',
    ),
  }),
  'account.photo-final': refusal({
    cites: ['6.13.1(3)'],
    title: { zh: '照片一经上传不得修改', en: 'The photo stays' },
    message: {
      zh: '照片用于准考证、座次表和证书，原则上一经上传不得修改。',
      en: 'The photo goes onto the admit card and the certificate; once uploaded it is not changed.',
    },
    standsAgainst: ({ context }) => context.photo === true,
  }),
  'verification.complete-first': refusal({
    cites: ['6.4.1(2)', '6.4.1(3)'],
    title: { zh: '核验完成后方可报名', en: 'Verification comes before the form' },
    message: {
      zh: '身份和学历学位信息核验完成后才能填报。核验原则上需要 24 小时，请预留时间。',
      en: 'You can fill in the form once your identity and degree have been checked. That takes about 24 hours.',
    },
    standsAgainst: everywhere,
  }),
  'verification.overseas-online': refusal({
    cites: ['6.4.1(5)'],
    title: { zh: '国（境）外学历无法在线核验', en: 'A degree from abroad is never verified online' },
    message: {
      zh: '国（境）外学历学位不能在线自动核验通过，须由考生上传教育部留学服务中心的认证书。',
      en: 'The online check cannot confirm a degree from abroad; the candidate uploads the certificate of the Service Center for Scholarly Exchange instead.',
    },
    standsAgainst: about(
      'verification.report',
      ({ context, event }) =>
        context.verifying !== undefined &&
        event.education === 'passed' &&
        context.education?.origin === 'overseas',
    ),
  }),
} satisfies Rules<'account' | 'verification'>

export const accountBranches = {
  photoOnFile: branch({
    cites: ['6.4.1(2)'],
    title: { zh: '照片已在档', en: 'A photo is on file' },
    message: { zh: '已有照片，直接核验。', en: 'A photo is on file, so verification follows at once.' },
    holds: ({ context }) => context.photo === true,
  }),
  alreadyVerified: branch({
    cites: ['6.4.1(2)'],
    title: { zh: '已注册且核验完成', en: 'Known and verified' },
    message: {
      zh: '账户、照片、核验结果均已具备，直接填报。',
      en: 'Account, photo and verification stand, so the form follows at once.',
    },
    holds: ({ context }) => context.photo === true && context.education?.result !== undefined,
  }),
  alreadyRegistered: branch({
    cites: ['6.4.1(2)'],
    title: { zh: '已注册待核验', en: 'Known, not yet verified' },
    message: { zh: '账户和照片已具备，先行核验。', en: 'Account and photo stand, so verification follows.' },
    holds: ({ context }) => context.photo === true && context.education !== undefined,
  }),
  identityFailed: branch({
    cites: ['6.4.1(3)'],
    title: { zh: '身份核验未通过', en: 'The identity was not confirmed' },
    message: {
      zh: '身份未核验通过，请修改个人信息。',
      en: 'The identity was not confirmed; the profile must be put right.',
    },
    holds: about('verification.report', ({ event }) => event.identity === 'failed'),
  }),
  verificationAwaited: branch({
    cites: ['6.4.1(3)'],
    title: { zh: '等待核验结果', en: 'A report is awaited' },
    message: {
      zh: '更正后的重新核验，不改变当前状态。',
      en: 'The check after a correction is noted and changes nothing by itself.',
    },
    holds: ({ context }) => context.verifying !== undefined,
  }),
}

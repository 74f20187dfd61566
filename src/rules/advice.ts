import type { AdviceId } from '../model/eligibility'
import { type AdviceRule, advice } from './rule'

/** Rules that advise on the conditions of an exam. They refuse nothing: the candidate answers for the commitment. */
export const adviceRules = {
  'eligibility.education': advice({
    cites: ['6.18', '6.19'],
    title: { zh: '学历学位要求', en: 'The degree' },
    message: {
      zh: '应以国家承认、符合报考条件的学历学位报考；国（境）外学历须有教育部留学服务中心的认证书。',
      en: 'The degree must be one that the conditions name and the state recognises; one from abroad needs its certificate from the ministry’s service centre.',
    },
  }),
  'eligibility.major': advice({
    cites: ['6.6', '6.18'],
    title: { zh: '专业要求', en: 'The major' },
    message: {
      zh: '专业以毕业证书为准。未列入目录的原则上不能报考；主干课程一致的，可凭课程设置、培养计划等材料参照报考。',
      en: 'The major is that of the diploma. One that is not listed is in principle not enough, unless course lists and training plans show the same main courses.',
    },
  }),
  'eligibility.work-years': advice({
    cites: ['6.5'],
    title: { zh: '专业工作年限', en: 'Years of work' },
    message: {
      zh: '相关专业工作年限一般算至报考年度 12 月 31 日；全日制学历从毕业后起算，非全日制学历扣除脱产学习时间。',
      en: 'Years of relevant work count to 31 December of the exam year: after graduation for a full-time degree, without spans released for study for a part-time one.',
    },
  }),
  'eligibility.employer': advice({
    cites: ['6.7'],
    title: { zh: '工作单位', en: 'The employer' },
    message: {
      zh: '报考条件要求工作年限的，原则上要有工作单位；学生可填所在学校，失业或灵活就业的如实填写。',
      en: 'Where years of work are asked for, an employer is needed in principle; students name their school, and whoever is out of work says so.',
    },
  }),
} satisfies Record<AdviceId, AdviceRule>

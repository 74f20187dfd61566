import type { AdviceId } from '../model/eligibility'
import { type AdviceRule, advice } from './rule'

/** Rules that advise on the conditions of an exam. They never refuse: the candidate answers for the commitment. */
export const adviceRules = {
  'eligibility.education': advice({
    cites: ['6.18', '6.19'],
  }),
  'eligibility.major': advice({
    cites: ['6.6', '6.18'],
  }),
  'eligibility.work-years': advice({
    cites: ['6.5'],
  }),
  'eligibility.employer': advice({
    cites: ['6.7'],
  }),
  'eligibility.professional-title': advice({
    cites: ['6.2'],
  }),
  'eligibility.certificate': advice({
    cites: ['6.2', '6.5'],
  }),
  'eligibility.other': advice({
    cites: ['6.2'],
  }),
} satisfies Record<AdviceId, AdviceRule>

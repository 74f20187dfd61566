import type { Journey, JourneyStep } from '../journeyFormat'
import { illustrativeNotice } from '../journeys/illustrativeNotice'
import type { LocalizedText } from '../language'
import { day, shanghaiDay, startOf } from '../time'

/** The journey of `baokao demo`: the errors that can occur between the form and the fee. A note explains each step. */

const application = { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' }
const statements = { informed: true, eligible: true, truthful: true, acceptsChecks: true }

const at = (day: string, time: string): string => `${day}T${time}:00+08:00`

const settlement = (paidAt: string, transactionId: string, orderNo = 'R-1') => ({
  at: paidAt,
  by: 'gateway' as const,
  type: 'payment.settle',
  orderNo,
  transactionId,
  amountFen: 17_100,
  paidAt,
})

/** The steps on a day, with their notes. */
const notedSteps = (today: string): [note: LocalizedText, step: JourneyStep][] => [
  [
    {
      zh: '考生填写报考信息。学历已在线核查通过，所以从填报开始。',
      en: 'The candidate fills in the form. The degree is verified already, so the registration begins here.',
    },
    { at: at(today, '09:30'), by: 'candidate', type: 'application.save', application },
  ],
  [
    {
      zh: '选择告知承诺制：先承诺符合条件，日后接受核查。',
      en: 'Commitment: the candidate will sign that the conditions are met, and is checked later.',
    },
    { at: at(today, '09:31'), by: 'candidate', type: 'route.choose', route: 'commitment' },
  ],
  [
    {
      zh: '确认之后，级别、科目和报名地不再改变。',
      en: 'Once it is confirmed, level, subjects and place are fixed.',
    },
    { at: at(today, '09:32'), by: 'candidate', type: 'application.confirm' },
  ],
  [
    {
      zh: '缴费在承诺之后。现在到账的款项没有对应的订单，须退还。',
      en: 'The fee comes after the commitment. Money that arrives now has no order, so it must be refunded.',
    },
    settlement(at(today, '09:33'), 'T1', 'R-9'),
  ],
  [
    {
      zh: '签署承诺，系统生成订单。“+”是后台应办的结果。',
      en: 'The commitment is signed, and there is an order. Lines with + are facts for the backend to act on.',
    },
    { at: at(today, '09:34'), by: 'candidate', type: 'commitment.sign', statements },
  ],
  [
    { zh: '缴费成功，即完成报名。', en: 'The fee is paid, so the registration is complete.' },
    settlement(at(today, '09:40'), 'T2'),
  ],
  [
    {
      zh: '网络重试，又扣了一次：多缴的费用必须退还。',
      en: 'The bank tried again and debited twice: the second payment must be refunded.',
    },
    settlement(at(today, '09:41'), 'T3'),
  ],
  [
    {
      zh: '缴费后不能再撤回承诺。“✗”是拒绝，并写明规则、条款和可以改办的事项。',
      en: 'After payment the commitment cannot be withdrawn. ✗ is a refusal: its rule, its §, and what is possible instead.',
    },
    {
      at: at(shanghaiDay(startOf(today) + day), '10:00'),
      by: 'candidate',
      type: 'commitment.withdraw',
      expect: { refused: 'commitment.withdraw-unpaid' },
    },
  ],
]

/**
 * The journey of the demonstration on a day, with the notes of its steps in order.
 * @param today a day in Shanghai, `YYYY-MM-DD`, on which the registration is open
 * @throws RangeError if there is no such day
 */
export function demoOn(today: string): { journey: Journey; notes: LocalizedText[] } {
  const notice = illustrativeNotice(today)
  const noted = notedSteps(today)
  const journey: Journey = {
    title: {
      zh: '从填报到缴费，以及可能出错之处',
      en: 'From the form to the fee, and what can go wrong on the way',
    },
    cites: ['5.1.4', '6.9', '6.11'],
    exam: 'social-worker',
    notice,
    candidate: { photo: true, education: { origin: 'domestic', result: 'passed' } },
    open: at(today, '09:00'),
    steps: noted.map(([, step]) => step),
  }
  return { journey, notes: noted.map(([note]) => note) }
}

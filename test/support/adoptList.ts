/** A list of the social-worker exam of Guangdong in 2024, as of 15 April: registrations of each kind in turn. */

export const adoptArguments = [
  ...['--exam', 'social-worker', '--notice', 'gd-2024-social-worker'],
  ...['--at', '2024-04-15T18:00:00+08:00'],
]

const heading =
  'registrationId,candidateId,state,level,subjects,place,origin,education,route,transactionId,amount,paidAt,refund'

const chosen = '中级,general;law;practice,广州市,境内'

/** The lines of the kinds, without their ids. */
const kinds: ((n: number) => string)[] = [
  (n) => `registered.waiting,${chosen},通过,告知承诺制,T${n},171.00,2024-04-10 10:00:00,`,
  (n) =>
    `registered.waiting,${chosen},通过,告知承诺制,T${n};U${n},171.00;171.00,2024-04-10 10:00:00;2024-04-10 10:05:00,;待退款`,
  () => `待缴费,${chosen},通过,告知承诺制,,,,`,
  () => `审核材料,${chosen},未通过,提交证明材料,,,,`,
  () => '在线核查,,,,境内,核查中,,,,,',
]

/** A list of so many lines. @param prefix of the ids, so that several lists fit into one store */
export const adoptList = (lines: number, prefix = ''): string =>
  [
    heading,
    ...Array.from({ length: lines }, (_, i) => {
      const kind = kinds[i % kinds.length] as (n: number) => string
      return `${prefix}R${i},${prefix}C${i},${kind(i).replaceAll(/\b([TU])(?=\d)/g, `${prefix}$1`)}`
    }),
    '',
  ].join('\n')

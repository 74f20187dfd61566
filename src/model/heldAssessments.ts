import type { LocalizedText } from '../language'
import { type Assess, met, normalize, unclear, unmet } from './assessment'
import type { EligibilityCondition } from './condition'
import type { Profile } from './profile'
import { daysFrom, daysRequired } from './workYears'

/** Assesses what a candidate holds besides a degree: professional titles and certificates. */

const titleTitles: Record<NonNullable<Profile['professionalTitles']>[number]['level'], LocalizedText> = {
  junior: { zh: '初级', en: 'junior' },
  intermediate: { zh: '中级', en: 'intermediate' },
  senior: { zh: '高级', en: 'senior' },
}

const normalizeSeries = (name: string): string => normalize(name, /系列$/)
const normalizeCertificate = (name: string): string =>
  normalize(name, /(职业|执业|专业技术)?(资格|水平)?(证书)?$/)

/** The candidate's certificates that a condition names, or accepts under one of several names. */
function namedCertificates(
  { certificate }: EligibilityCondition,
  { certificates = [] }: Pick<Profile, 'certificates'>,
) {
  const names = certificate?.names.map(normalizeCertificate) ?? []
  return certificates.filter((held) => names.includes(normalizeCertificate(held.certificate)))
}

/** The day since which a certificate that the condition names is held; of several the earliest. */
export const heldSince = (condition: EligibilityCondition, profile: Profile): string | undefined =>
  namedCertificates(condition, profile)
    .flatMap(({ certificateOn }) => certificateOn ?? [])
    .sort()[0]

export const professionalTitle: Assess = ({ professionalTitle: required }, { profile, until }) => {
  if (required === undefined) return met('对职称没有要求', 'no professional title is required')
  const { levels, series, heldBy } = required
  const zh = `${series?.join('、') ?? ''}${levels.map((one) => titleTitles[one].zh).join('、')}职称${heldBy ? `（${heldBy} 前取得）` : ''}`
  const en = `a professional title (${levels.map((one) => titleTitles[one].en).join(', ')}${series ? `; ${series.join(', ')}` : ''}${heldBy ? `; held by ${heldBy}` : ''})`
  if (profile.professionalTitles === undefined)
    return unclear(`要求${zh}，但没有填写职称`, `${en} is required; you did not say which titles you hold`)
  const ofLevel = profile.professionalTitles.filter(({ level }) => levels.includes(level))
  const latest = heldBy !== undefined && heldBy < until ? heldBy : until
  const inTime = ofLevel.filter(({ from = latest }) => from <= latest)
  if (inTime.length === 0) return unmet(`要求${zh}，所填职称中没有`, `${en} is required; none is given`)
  const known = series?.map(normalizeSeries)
  const fits = inTime.some(
    (held) =>
      (heldBy === undefined || held.from !== undefined) &&
      (known === undefined || (held.series !== undefined && known.includes(normalizeSeries(held.series)))),
  )
  return fits
    ? met(`${zh}符合`, `${en} is given`)
    : unclear(
        `要求${zh}，所填职称的系列或取得日期待核实`,
        `${en} is required; the series or the date of your title must be checked`,
      )
}

export const certificate: Assess = (condition, { profile, until }) => {
  if (condition.certificate === undefined) return met('对证书没有要求', 'no certificate is required')
  const { names, years = 0 } = condition.certificate
  const list = { zh: names.join('、'), en: names.join(', ') }
  if (profile.certificates === undefined)
    return unclear(
      `要求持有证书：${list.zh}，但没有填写持有的证书`,
      `a certificate is required (${list.en}); you did not say which ones you hold`,
    )
  const certificates = profile.certificates.filter(({ certificateOn = until }) => certificateOn <= until)
  if (certificates.length === 0)
    return profile.certificates.length === 0
      ? unmet(`要求持有证书：${list.zh}`, `a certificate is required (${list.en}); you hold none`)
      : unmet(
          `要求持有证书：${list.zh}；所填证书在 ${until} 之后取得，不能用于本次报考`,
          `a certificate is required (${list.en}); yours are issued after ${until} and do not count for this exam`,
        )
  if (namedCertificates(condition, { certificates }).length === 0)
    return unclear(
      `要求持有证书：${list.zh}；所填证书是否对应，由考试机构核查`,
      `a certificate is required (${list.en}); the office decides whether one of yours counts as it`,
    )
  if (years === 0) return met('持有所要求的证书', 'the required certificate is given')
  const since = heldSince(condition, profile)
  if (since === undefined)
    return unclear(
      `要求持有证书满 ${years} 年，但没有填写发证日期`,
      `the certificate must be held for ${years} years; its date is not given`,
    )
  const [required, held] = [daysRequired(years, until), daysFrom(since, until)]
  const zh = `至 ${until} 须持有证书满 ${years} 年（${required} 天），已满 ${held} 天`
  const en = `the certificate must be held for ${years} years (${required} days) by ${until}; it is held for ${held} days`
  return held >= required ? met(zh, en) : unmet(zh, en)
}

import type { EventFields } from './eventPayload'

/** Data of the usual candidate, a fictitious person, and of the usual files. */

export const pdf = 'application/pdf'
export const jpeg = 'image/jpeg'

type Education = EventFields<'education.amend'>['education']

export const usualEducation: Education = {
  origin: 'domestic',
  level: 'bachelor',
  degree: 'bachelor',
  school: 'Sun Yat-sen University',
  major: 'Social Work',
  graduatedOn: '2014-06-30',
  studyMode: 'fullTime',
  certificateNo: '105581201405000001',
}

export const overseasEducation = { ...usualEducation, origin: 'overseas' } as const

/** Below higher education, so that no online report exists for it. */
export const secondaryEducation: Education = (({ degree: _, ...rest }) => ({ ...rest, level: 'secondary' }))(
  usualEducation,
)

export const usualProfile: EventFields<'profile.submit'>['profile'] & { education: Education } = {
  name: '陈晓',
  idType: 'residentId',
  idNumber: '440101199001080079',
  gender: 'female',
  phone: '13800000000',
  employer: 'Yuexiu Community Centre',
  address: '1 Example Road, Guangzhou',
  education: usualEducation,
}

/** A profile with a second degree, a professional title and a certificate. */
export const qualifiedProfile: EventFields<'profile.submit'>['profile'] = {
  ...usualProfile,
  education: {
    ...usualEducation,
    secondDegree: { kind: 'secondBachelor', major: 'Law', graduatedOn: '2016-06-30', studyMode: 'fullTime' },
  },
  professionalTitles: [{ level: 'senior', series: '工程', from: '2020-01-01' }],
  certificates: [{ certificate: '社会工作师', certificateOn: '2018-11-01' }],
}

export const usualPhoto: EventFields<'photo.upload'>['photo'] = {
  mediaType: jpeg,
  widthPx: 295,
  heightPx: 413,
  background: 'white',
}

/** The statements of a commitment (§5.1.1). */
export const usualStatements: EventFields<'commitment.sign'>['statements'] = {
  informed: true,
  eligible: true,
  truthful: true,
  acceptsChecks: true,
}

/** The documents that a reissue requires (§14). */
export const reissueDocuments: EventFields<'certificate.requestReissue'>['documents'] = [
  { kind: 'reissueForm', mediaType: jpeg },
  { kind: 'residentId', mediaType: jpeg },
  { kind: 'photo', mediaType: jpeg },
]

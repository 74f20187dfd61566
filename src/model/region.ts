import china from '../../data/regions/100000.json'
import guangdong from '../../data/regions/440000.json'
import guangzhou from '../../data/regions/440100.json'
import type { LocalizedText } from '../language'
import type { EvidenceKind } from '../schema/vocabulary'
import type { Bundle } from './exam'
import type { Province } from './province'

/** The kind of an item: a site, a telephone number, a document to bring or upload, or a note. */
export type GuideKind = 'link' | 'hotline' | 'document' | 'note'

/** A condition on a registration. Every given property must match; the others are ignored. */
export type Applicability = {
  /** Codes of exams; one must match. */
  exams?: string[] | undefined
  /** The platform that verifies identities for the exam (§6.4.1(1)), or the association whose site it uses. */
  provider?: 'portal' | 'provincial' | 'association' | undefined
  /** The issuer of the electronic certificate, if there is one (§13.2). */
  electronic?: 'national' | 'provincial' | 'association' | 'none' | 'unknown' | undefined
  /** Whether the paper certificate can be mailed directly to the candidate (§13.1). */
  directMail?: boolean | undefined
  /** How a lost certificate is replaced (§14). */
  reissue?: 'no' | 'paper' | 'proofLetter' | 'association' | undefined
  /** The route that the candidate chose (§6.4.5). */
  route?: 'commitment' | 'proof' | undefined
  /** The origin of the candidate's degree (§6.4.1(3)(5)). */
  origin?: 'domestic' | 'overseas' | undefined
  /** Whether the notice offers the commitment (§5). */
  commitment?: boolean | undefined
  /** The kind of document that best proves the candidate's degree (§6.4.1(3)(5)). */
  degreeDocument?: EvidenceKind | undefined
  /** The result of the degree's online check (§6.4.1(4)). */
  degree?: 'passed' | 'failed' | 'onSite' | undefined
  /** An event type that must be possible now, for advice to do something. */
  possible?: string | undefined
  /** A window of the notice that has closed. */
  closed?: 'registration' | 'payment' | 'admitCard' | undefined
  /** Whether a refund is owed to the candidate (§6.11). */
  owed?: boolean | undefined
}

/** One item of the guide: a site, a hotline, a document to bring or upload, or a note. */
export type GuideItem = {
  /** Unique within the region. The id of an inherited item replaces that item. */
  id: string
  /** A link has a `url`, a hotline a `phone`. */
  kind: GuideKind
  /** The id of the inherited item in front of which it is shown; by default it comes after all of them. */
  before?: string | undefined
  /**
   * A sentence that an applicant understands. In a region's file it can have values of the notice: `{photoSize}`,
   * `{photoFormats}`, `{photoBackground}`, `{documentFormats}`, `{verificationHours}`, `{reconciliationHours}`, and the
   * instants that messages have, such as `{registrationCloses}`; `[…]` is left out while its value is not known.
   */
  title: LocalizedText
  /** A URL with `http:` or `https:`. */
  url?: string | undefined
  /** One telephone number: digits, spaces and hyphens. */
  phone?: string | undefined
  /** The opening hours of the hotline. */
  hours?: LocalizedText | undefined
  email?: string | undefined
  /** Sections of the official text; `policy` if the source is in the region's `sources` instead. */
  cites: string[]
  /** Dotted paths of the states that show the item, or `all`. */
  when: string[]
  /** The item is shown only if this applies. A property that is not known yet does not match. */
  only?: Applicability | undefined
  /** The item is hidden if all of this applies. */
  except?: Applicability | undefined
}

/** The guide of a city or province: sites, hotlines, documents and notes for its candidates. */
export type Region = Province & {
  /** The area code, as in a notice's `places` or `region`: `440100` is Guangzhou, `100000` the nation. */
  code: string
  name: LocalizedText
  /** The code of the region around it, whose items it shows too: a city has its province's, a province the nation's. */
  inherits?: string | undefined
  /** In display order; without the inherited ones. */
  items: GuideItem[]
  sources?: string[] | undefined
}

// Without a spread, which bundlers keep even if nobody imports the regions.
/** The bundled regions, by area code, each without the items that it inherits. */
export const regions = { '100000': china, '440000': guangdong, '440100': guangzhou } as Bundle<
  '100000' | '440000' | '440100',
  Region
>
